import { readFile } from "node:fs/promises";
import path from "node:path";
import PostalMime from "postal-mime";
import { expect, test, vi } from "vitest";
import { readClickToken } from "@/server/tracking";
import { asAdmin } from "@/tests/support/database";
import { campaignState, runSender, runSink, sendingCampaign } from "@/tests/support/sending";
import { allowTracking } from "@/tests/support/tracking";
import { freshWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";

test("only mails to people who allow it name them, and the rows remember which did", async () => {
  const workspace = await freshWorkspace();
  const link = { id: newId(), url: "https://nord.example/beans", label: "Beans" };
  const campaign = await sendingCampaign(workspace, {
    people: 2,
    compiled: {
      version: 1,
      locale: "en",
      subject: "Beans",
      html: '<body><a href="{{ links.to[0] }}">Beans</a><a href="{{ links.page }}">Stop</a></body>',
      text: "Beans: {{ links.to[0] }}\n\nStop: {{ links.page }}\n",
      links: [link],
    },
  });
  const [measured = "", other = ""] = campaign.contactIds;
  await allowTracking(workspace, [measured]);
  const sink = await runSink();
  await runSender(sink);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), 10_000);
  const { rows } = await asAdmin((client) =>
    client.query<{ contactId: string; id: string; email: string; isTracked: boolean }>(
      `select m.contact_id as "contactId", m.id, c.email, m.is_tracked as "isTracked"
       from messages m join contacts c on c.id = m.contact_id where m.campaign_id = $1`,
      [campaign.campaignId],
    ),
  );
  expect(rows.find((row) => row.contactId === measured)?.isTracked).toBe(true);
  expect(rows.find((row) => row.contactId === other)?.isTracked).toBe(false);
  for (const line of await sink.log()) {
    const raw = await readFile(path.join(sink.folder, line.label, `${line.id}.eml`));
    const { html = "", text = "" } = await PostalMime.parse(raw);
    const row = rows.find((one) => one.email === line.to[0]);
    const message = row?.isTracked ? { contactId: row.contactId, messageId: row.id } : null;
    const tokens = [...`${html} ${text}`.matchAll(/\/t\/c\/([\w.~-]+)/g)].map(([, token]) => token);
    expect(tokens).toHaveLength(2);
    for (const token of tokens) {
      const { workspaceId } = workspace;
      expect(readClickToken(token ?? "")).toEqual({ workspaceId, linkId: link.id, message });
    }
    expect(html.includes("/t/o/")).toBe(row?.isTracked);
    expect(`${html} ${text}`).not.toContain(link.url);
  }
});
