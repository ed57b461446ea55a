import { expect, test } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { type Mailed, mailed } from "@/tests/support/tracking";
import { freshWorkspace } from "@/tests/support/workspace";
import { unsubscribeOneClick } from "../consent";
import type { JobPayload } from "../jobs";
import { newId } from "../kernel";
import { takeInVisits, type Visit } from "../tracking";
import { takeEvidence } from "./evidence";
import type { About, Evidence } from "./evidence.core";
import { noteProviderIds } from "./evidence-queries";
import { takeUse } from "./use";

const write = (text: string, values: unknown[]) => asAdmin((client) => client.query(text, values));

/** A letter of which nobody knows what became, handed over a minute ago. */
async function doubtful(links = 1): Promise<Mailed & { header: string }> {
  const one = await mailed({ links });
  const header = `<${one.messageId}@nord.example>`;
  await stand(one, "unknown");
  await write(
    "update messages set resolution = null, message_id_header = $2, fence = 1 where id = $1",
    [one.messageId, header],
  );
  return { ...one, header };
}

const stand = ({ messageId }: Mailed, state: string) =>
  write("update messages set state = $2 where id = $1", [messageId, state]);

async function rowOf({ messageId }: Mailed) {
  const { rows } = await write(
    `select state, resolution, skip_reason as reason, bounce, smtp_code as code from messages where id = $1`,
    [messageId],
  );
  return rows[0];
}

async function linesOf({ messageId }: Mailed): Promise<string[]> {
  const { rows } = await write(
    `select "from" || ' ' || "to" || ' ' || detail as line from message_transitions
     where message_id = $1 order by step`,
    [messageId],
  );
  return rows.map((row) => row.line);
}

const idOf = ({ contactId, messageId }: Mailed): About => ({ by: "id", contactId, messageId });

function tell(one: Mailed, given: Partial<Evidence>) {
  const evidence: Evidence = {
    about: idOf(one),
    verdict: { kind: "delivered" },
    source: "webhook",
    at: new Date(),
    ...given,
  };
  return one.workspace.runAsWorker((ctx) => takeEvidence(ctx, [evidence]));
}

const REFUSED = {
  kind: "refused",
  reply: { code: 550, enhanced: "5.1.1", text: "no such user" },
} as const;

test("every name that a receiver has for a letter settles it", async () => {
  const provider = { provider: "http", providerMessageId: "mx-1" };
  const names: ((one: Mailed & { header: string }) => About)[] = [
    idOf,
    ({ header }) => ({ by: "header", messageIdHeader: header }),
    () => ({ by: "provider", ...provider, messageIdHeader: "" }),
    ({ header }) => ({
      by: "provider",
      ...provider,
      providerMessageId: "",
      messageIdHeader: header,
    }),
    ({ contactId, campaignId }) => ({ by: "campaign", contactId, campaignId }),
  ];
  for (const name of names) {
    const one = await doubtful();
    const { contactId, messageId: id, workspace } = one;
    await workspace.runAsWorker((ctx) =>
      noteProviderIds(ctx.db, ctx.workspaceId, [{ contactId, id, ...provider }]),
    );
    expect(await tell(one, { about: name(one) })).toMatchObject([{ do: "move" }]);
    expect(await rowOf(one)).toMatchObject({ state: "accepted", resolution: "webhook" });
    expect(await linesOf(one)).toEqual(["unknown accepted proved_accepted: webhook"]);
  }
});

test("a refusal is a failure with its words, and an address that does not exist is suppressed", async () => {
  const one = await doubtful();
  await tell(one, { verdict: REFUSED, source: "dsn" });
  expect(await rowOf(one)).toEqual({
    state: "failed",
    resolution: "dsn",
    reason: "rejected",
    bounce: "address",
    code: 550,
  });
  const suppressed = "select source from suppressions where workspace_id = $1";
  const { rows } = await write(suppressed, [one.workspace.workspaceId]);
  expect(rows).toEqual([{ source: "dsn" }]);

  const other = await doubtful();
  await tell(other, { verdict: { kind: "not_received", reason: "not in their log" } });
  expect(await rowOf(other)).toMatchObject({ state: "failed", reason: "not_arrived" });
  expect(await linesOf(other)).toEqual(["unknown failed proved_failed: webhook: not in their log"]);
});

test("said again it changes nothing; what contradicts is noted once and changes nothing", async () => {
  const one = await doubtful();
  await tell(one, {});
  const known = await rowOf(one);
  expect(await tell(one, {})).toMatchObject([{ do: "nothing", why: "known" }]);
  expect(await tell(one, { verdict: REFUSED })).toMatchObject([{ do: "note" }]);
  expect(await tell(one, { verdict: REFUSED })).toMatchObject([{ do: "note" }]);
  expect(await rowOf(one)).toEqual(known);
  expect(await linesOf(one)).toEqual([
    "unknown accepted proved_accepted: webhook",
    "accepted accepted noted: webhook says refused",
  ]);
});

test("what names nothing, or another workspace's letter, is ignored", async () => {
  const one = await doubtful();
  const stranger = await freshWorkspace();
  const evidence = { verdict: { kind: "delivered" }, source: "api", at: new Date() } as const;
  const abouts: About[] = [
    idOf(one),
    { by: "header", messageIdHeader: one.header },
    { by: "id", contactId: newId(), messageId: newId() },
    { by: "provider", provider: "http", providerMessageId: "", messageIdHeader: one.header },
  ];
  const heard = await stranger.runAsWorker((ctx) =>
    takeEvidence(
      ctx,
      abouts.map((about) => ({ about, ...evidence })),
    ),
  );
  expect(heard).toEqual(abouts.map(() => ({ do: "unheard" })));
  expect(await rowOf(one)).toMatchObject({ state: "unknown" });
});

/** The jobs that wait in this workspace, as the worker gets them. */
async function jobsOf({ workspace }: Mailed): Promise<JobPayload<"delivery.used">[]> {
  const { rows } = await write(
    "select data from pgboss.job where name = 'delivery.used' and data ->> 'workspaceId' = $1",
    [workspace.workspaceId],
  );
  return rows.map((row) => row.data);
}

async function work(one: Mailed): Promise<void> {
  for (const use of await jobsOf(one)) {
    await one.workspace.runAsWorker((ctx) => takeUse(ctx, use));
  }
}

function visit(one: Mailed, given: Partial<Visit>): Promise<void> {
  const { contactId, messageId, links, workspace } = one;
  const { workspaceId } = workspace;
  const at = new Date();
  const made: Visit = {
    id: newId(),
    kind: "click",
    at: at.toISOString(),
    workspaceId,
    message: { contactId, messageId },
    linkId: links[0]?.id ?? null,
    machineReason: null,
    agent: "Firefox",
    origin: "a",
    ...given,
  };
  return workspace.run((ctx) => takeInVisits({ ...ctx, now: at }, [made]));
}

test("a click, an open by a person and an unsubscribe prove that a letter arrived", async () => {
  const acts: ((one: Mailed) => Promise<void>)[] = [
    (one) => visit(one, {}),
    (one) => visit(one, { kind: "open", linkId: null }),
    ({ workspace, contactId, campaignId }) =>
      workspace.run((ctx) => {
        const target = { workspaceId: workspace.workspaceId, contactId, campaignId };
        return unsubscribeOneClick(ctx, target, { userAgent: null });
      }),
  ];
  for (const act of acts) {
    const one = await doubtful();
    await act(one);
    await work(one);
    expect(await rowOf(one)).toMatchObject({ state: "accepted", resolution: "click" });
  }
});

test("what machines do proves nothing, also when only the last link gives them away", async () => {
  const opened = await doubtful();
  await visit(opened, { kind: "open", linkId: null, machineReason: "agent" });
  expect(await jobsOf(opened)).toEqual([]);

  const swept = await doubtful(2);
  for (const link of swept.links) await visit(swept, { linkId: link.id });
  expect(await jobsOf(swept)).toHaveLength(1);
  await work(swept);
  expect(await rowOf(swept)).toMatchObject({ state: "unknown" });
});

test("of a letter whose fate is known no click is told on", async () => {
  const one = await doubtful();
  await stand(one, "accepted");
  await visit(one, {});
  expect(await jobsOf(one)).toEqual([]);
});
