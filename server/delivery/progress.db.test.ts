import { expect, test } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { plans, statements } from "@/tests/support/plans";
import { sendingCampaign } from "@/tests/support/sending";
import { underWay } from "@/tests/support/under-way";
import { freshWorkspace } from "@/tests/support/workspace";
import { countStates, progressOf } from "./progress";
import { listRecipients } from "./recipients";

const ACCEPTED = { event: "accepted", smtpCode: 250, resolution: "smtp" } as const;
const REJECTED = { event: "rejected", reason: "rejected", resolution: "smtp" } as const;

test("states of several campaigns are counted at once, the accepted as what is left", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const first = await sendingCampaign(workspace, { people: 6 });
  const { claims, tell } = await underWay(workspace, first);
  await tell(claims.slice(0, 2), ACCEPTED);
  await tell(claims.slice(2, 3), { event: "lost" });
  await tell(claims.slice(3, 4), REJECTED);
  await tell(claims.slice(4, 5), { event: "deferred", delayMs: 60_000 });
  const second = await sendingCampaign(workspace, { people: 2 });
  const stranger = await freshWorkspace();
  const other = await sendingCampaign(stranger, { people: 1 });

  const counted = (ids: readonly string[]) =>
    workspace.run((ctx) => countStates(ctx.db, workspaceId, ids));
  const found = await counted([first.campaignId, second.campaignId, other.campaignId]);
  const statesOf = (campaignId: string) =>
    Object.fromEntries(
      found.filter((row) => row.campaignId === campaignId).map((row) => [row.state, row.count]),
    );
  expect(statesOf(first.campaignId)).toEqual({
    accepted: 2,
    unknown: 1,
    failed: 1,
    queued: 1,
    in_flight: 1,
  });
  expect(statesOf(second.campaignId)).toEqual({ accepted: 0, queued: 2 });
  expect(statesOf(other.campaignId)).toEqual({});
  expect(await counted([])).toEqual([]);
  const progress = await workspace.run((ctx) => progressOf(ctx.db, workspaceId, first.campaignId));
  expect(progress).toMatchObject({
    total: 6,
    states: { accepted: 2, claimed: 0, queued: 1, failed: 1 },
    reasons: { rejected: 1 },
  });
});

test("no index knows what an accepted result changes, so that it stays on its page", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const { claims, tell } = await underWay(workspace, campaign);
  const row = async () => {
    const { rows } = await asAdmin((client) =>
      client.query<Record<string, unknown>>("select * from messages where id = $1", [
        claims[0]?.id,
      ]),
    );
    return rows[0] ?? {};
  };
  const before = await row();
  await tell(claims, ACCEPTED);
  const after = await row();
  const changed = Object.keys(after).filter((name) => `${after[name]}` !== `${before[name]}`);
  expect(changed).toContain("state");
  // Of keys and of conditions.
  const { rows: known } = await asAdmin((client) =>
    client.query<{ name: string }>(
      `select distinct a.attname as name from pg_index i
       join pg_depend d on d.objid = i.indexrelid and d.refobjid = i.indrelid
       join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
       where i.indrelid = 'messages'::regclass
       union select a.attname from pg_index i
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
       where i.indrelid = 'messages'::regclass`,
    ),
  );
  const names = known.map(({ name }) => name);
  expect(names).toContain("unsent");
  expect(names.filter((name) => changed.includes(name))).toEqual([]);
});

test("a page of recipients comes in order from its index, and no campaign is sorted for it", async () => {
  const workspace = await freshWorkspace();
  const { campaignId } = await sendingCampaign(workspace, { people: 3 });
  for (const state of [undefined, "accepted", "failed", "queued"] as const) {
    const asked = await statements(workspace, "select page.id", ({ db, workspaceId }) =>
      listRecipients(db, workspaceId, { campaignId, state }),
    );
    const [plan = ""] = await plans(workspace.workspaceId, asked, { withSorts: false });
    expect(plan).toContain("messages_campaign");
    expect(plan).not.toMatch(/Sort {2}\(/);
  }
});
