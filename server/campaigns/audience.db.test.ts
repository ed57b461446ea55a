import { expect, test } from "vitest";
import { asOwner, codeOf, draftWith, readyWorkspace } from "@/tests/support/campaigns";
import { asAdmin } from "@/tests/support/database";
import { sampleLetter } from "@/tests/support/letters";
import type { TestWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { type Condition, emptyRule } from "../segments/schemas";
import { createSegment } from "../segments/service";
import { countAudience, setTarget } from "./audience";
import { getCampaign } from "./edit";
import type { MemberCtx } from "./manage";
import { prepareChunk } from "./prepare";
import { randomPerson } from "./preview";
import { reviewCampaign } from "./review";
import { scheduleCampaign, startScheduled, unscheduleCampaign } from "./schedule";
import { sendCampaign } from "./send";

const letter = sampleLetter({ preheader: "Hello" });

/** A segment of the people whose address begins with one of these. */
async function segmentOf(workspace: TestWorkspace, beginnings: readonly string[]) {
  const children = beginnings.map(
    (text, n): Condition => ({
      id: `r${n}`,
      type: "attribute",
      field: "email",
      operator: "starts_with",
      values: [text],
    }),
  );
  const rule = emptyRule();
  return workspace.run(async (ctx) => {
    const name = `Segment ${newId()}`;
    const root = { ...rule.root, match: "any" as const, children };
    return (await createSegment(ctx, { name, rule: { ...rule, root } })).id;
  });
}

async function fates(campaignId: string): Promise<Record<string, number>> {
  const { rows } = await asAdmin((client) =>
    client.query<{ fate: string; count: number }>(
      `select state || coalesce(':' || skip_reason, '') as fate, count(*)::int as count
       from messages where campaign_id = $1 group by 1`,
      [campaignId],
    ),
  );
  return Object.fromEntries(rows.map((row) => [row.fate, row.count]));
}

test("everybody a target means gets a row, and the rows are the explained count", async () => {
  const { workspace, topicId, contactIds } = await readyWorkspace(12);
  // p1, p10, p11, p12; of these p11 and p12 are left out, p10 has said no, p1 has no address.
  await asAdmin(async (client) => {
    await client.query("update consent_states set state = 'withdrawn' where contact_id = $1", [
      contactIds[9],
    ]);
    await client.query("update contacts set deleted_at = now() where id = $1", [contactIds[11]]);
  });
  const input = await draftWith(workspace, topicId, letter);
  const target = {
    include: [await segmentOf(workspace, ["p1"]), await segmentOf(workspace, ["p2", "p10"])],
    exclude: [await segmentOf(workspace, ["p11"])],
  };
  await workspace.run((ctx) => setTarget(ctx, { id: input.id, target }));
  const counts = await workspace.run((ctx) => countAudience(ctx, input));
  expect(counts).toEqual({
    matched: 4,
    excluded: 1,
    noAddress: 0,
    noConsent: 1,
    paused: 0,
    suppressed: 0,
    reachable: 2,
  });
  const met = new Set<string>();
  for (let n = 0; n < 20; n += 1) {
    const person = await workspace.run((ctx) => randomPerson(ctx, input));
    if (person) met.add(person.id);
  }
  for (const id of met) expect([contactIds[0], contactIds[1]]).toContain(id);
  await workspace.run((ctx) => sendCampaign(asOwner(ctx), input));
  // What a segment becomes, or who comes later, changes nothing for a campaign that has started.
  await asAdmin(async (client) => {
    await client.query("update segments set rule = $2 where workspace_id = $1", [
      workspace.workspaceId,
      emptyRule(),
    ]);
    await client.query(
      "insert into contacts (workspace_id, id, email, sort_name, created_at) values ($1, uuidv7(), 'p1-late@nord.example', 'x', now() + interval '1 hour')",
      [workspace.workspaceId],
    );
  });
  let isDone = false;
  while (!isDone) {
    isDone = await workspace.runAsWorker((ctx) =>
      prepareChunk(ctx, { campaignId: input.id, limit: 5 }),
    );
  }
  expect(await fates(input.id)).toEqual({
    queued: 2,
    "skipped:excluded": 1,
    "skipped:no_consent": 1,
  });
  const shown = await workspace.run((ctx) => getCampaign(asOwner(ctx), input));
  expect(shown.audience).toMatchObject({ ...counts, materialised: 4 });
});

test("a campaign starts at its moment, once, and not before", async () => {
  const { workspace, topicId } = await readyWorkspace(2);
  const input = await draftWith(workspace, topicId, letter);
  const now = new Date("2026-03-20T12:00:00Z");
  const at = (day: string, time: string) =>
    workspace.run((ctx) => scheduleCampaign(asOwner(ctx), { ...input, day, time }), { now });
  expect(await codeOf(at("2026-03-29", "02:30"))).toBe("SCHEDULE_INVALID");
  expect(await codeOf(at("2026-03-20", "12:59"))).toBe("SCHEDULE_PAST");
  const { sendAt } = await at("2026-03-29", "09:00");
  expect(sendAt.toISOString()).toBe("2026-03-29T07:00:00.000Z");
  expect(await codeOf(at("2026-03-30", "09:00"))).toBe("CAMPAIGN_STATE");
  // The worker's clock is behind the one that releases jobs.
  const start = (moment: string) =>
    workspace.runAsWorker((ctx) => startScheduled(ctx, { campaignId: input.id, sendAt: moment }), {
      now: new Date(Date.parse(moment) - 600),
    });
  const stateNow = async () =>
    (await workspace.run((ctx) => getCampaign(asOwner(ctx), input))).state;
  await workspace.run((ctx) => unscheduleCampaign(asOwner(ctx), input));
  await start("2026-03-29T07:00:00.000Z");
  expect(await stateNow()).toBe("draft");
  // Put off: the first moment is not its moment any more.
  await at("2026-03-30", "09:00");
  await start("2026-03-29T07:00:00.000Z");
  expect(await stateNow()).toBe("scheduled");
  await start("2026-03-30T07:00:00.000Z");
  expect(await stateNow()).toBe("preparing");
  await start("2026-03-30T07:00:00.000Z");
  const jobs = await asAdmin((client) =>
    client.query<{ name: string; sendAt: string; startAfter: Date }>(
      `select name, data ->> 'sendAt' as "sendAt", start_after as "startAfter" from pgboss.job
       where data ->> 'campaignId' = $1 and name = 'campaigns.start' order by 2`,
      [input.id],
    ),
  );
  const moments = ["2026-03-29T07:00:00.000Z", "2026-03-30T07:00:00.000Z"];
  expect(jobs.rows).toEqual(
    moments.map((moment) => ({
      name: "campaigns.start",
      sendAt: moment,
      startAfter: new Date(moment),
    })),
  );
});

test("one that cannot start is a draft again and says why", async () => {
  const { workspace, topicId, contactIds } = await readyWorkspace(1);
  const input = await draftWith(workspace, topicId, letter);
  const now = new Date("2026-03-20T12:00:00Z");
  const { sendAt } = await workspace.run(
    (ctx) => scheduleCampaign(asOwner(ctx), { ...input, day: "2026-03-21", time: "09:00" }),
    { now },
  );
  await asAdmin((client) =>
    client.query("update consent_states set state = 'withdrawn' where contact_id = any($1)", [
      contactIds,
    ]),
  );
  const planned = { campaignId: input.id, sendAt: sendAt.toISOString() };
  await workspace.runAsWorker((ctx) => startScheduled(ctx, planned), { now: sendAt });
  const found = await workspace.run((ctx) => getCampaign(asOwner(ctx), input));
  expect(found).toMatchObject({ state: "draft", startError: "AUDIENCE_EMPTY", sendAt: null });
});

test("an approval lets exactly what was looked at go out, by whoever asked for it", async () => {
  const { workspace, topicId } = await readyWorkspace(1);
  const input = await draftWith(workspace, topicId, letter);
  type Member = MemberCtx["member"];
  const writer: Member = { role: "marketer", grants: [] };
  const judge: Member = {
    role: "marketer",
    grants: [{ permission: "campaigns.send", brandId: workspace.brandId }],
  };
  const step = (
    kind: "requested" | "approved" | "returned" | "withdrawn",
    member: Member,
    revision = input.revision,
  ) =>
    codeOf(
      workspace.run((ctx) =>
        reviewCampaign({ ...ctx, member }, { id: input.id, revision, kind, note: "" }),
      ),
    );
  const send = (member: Member, revision = input.revision) =>
    codeOf(workspace.run((ctx) => sendCampaign({ ...ctx, member }, { id: input.id, revision })));
  expect(await send(writer)).toBe("FORBIDDEN");
  expect(await step("approved", judge)).toBe("CAMPAIGN_STATE");
  expect(await step("requested", writer)).toBe("OK");
  expect(await step("requested", writer)).toBe("CAMPAIGN_STATE");
  expect(await step("approved", writer)).toBe("FORBIDDEN");
  expect(await step("approved", judge, input.revision + 1)).toBe("REVISION_CONFLICT");
  expect(await step("returned", judge)).toBe("OK");
  expect(await send(writer)).toBe("FORBIDDEN");
  expect(await step("requested", writer)).toBe("OK");
  expect(await step("approved", judge)).toBe("OK");
  // Another audience is another decision.
  const target = { include: [await segmentOf(workspace, ["p"])], exclude: [] };
  await workspace.run((ctx) => setTarget(ctx, { id: input.id, target }));
  expect(await send(writer)).toBe("FORBIDDEN");
  expect(await step("requested", writer)).toBe("OK");
  expect(await step("approved", judge)).toBe("OK");
  expect(await send(writer)).toBe("OK");
});
