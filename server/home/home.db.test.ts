import { expect, test } from "vitest";
import { createPerson } from "@/server/contacts/service";
import { newId } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { addRoute, addServer, verifiedDomain } from "@/tests/support/senders";
import { testWorker } from "@/tests/support/sending";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { dismissChecklist, live, today } from "./service";

const NOW = new Date("2026-06-15T12:00:00Z");
const look = (workspace: TestWorkspace, now = NOW) =>
  workspace.run((ctx) => today(ctx, { userId: workspace.ownerId, role: "owner", grants: [] }), {
    now,
  });

function write(text: string, values: unknown[]): Promise<unknown> {
  return asAdmin((client) => client.query(text, values));
}

async function addTopic({ workspaceId, brandId }: TestWorkspace): Promise<string> {
  const id = newId();
  await write(
    "insert into topics (workspace_id, id, brand_id, channel, name) values ($1, $2, $3, 'email', 'News')",
    [workspaceId, id, brandId],
  );
  return id;
}

interface Letter {
  topicId: string;
  state: string;
  startedAt: string | null;
}

async function addCampaign(workspace: TestWorkspace, letter: Letter): Promise<string> {
  const { workspaceId, brandId, ownerId } = workspace;
  const id = newId();
  await write(
    `insert into campaigns (workspace_id, id, brand_id, topic_id, name, state,
       created_by, updated_by, started_at) values ($1, $2, $3, $4, 'Spring', $5, $6, $6, $7)`,
    [workspaceId, id, brandId, letter.topicId, letter.state, ownerId, letter.startedAt],
  );
  return id;
}

async function addMessages(
  workspace: TestWorkspace,
  made: { campaignId: string; topicId: string; states: readonly string[] },
): Promise<void> {
  const { workspaceId, brandId } = workspace;
  for (const state of made.states) {
    const person = { email: "", firstName: "", lastName: "", phone: "", locale: "", timeZone: "" };
    const { id } = await workspace.run((ctx) =>
      createPerson(ctx, { ...person, externalId: newId() }),
    );
    await write(
      `with made as (
         insert into messages (workspace_id, contact_id, id, brand_id, channel, kind, campaign_id,
           version_id, dedupe_key, topic_id, state)
         values ($1, $2, $3, $4, 'email', 'marketing', $5::uuid, $3, $5::text, $6, $7)
         returning *)
       insert into send_queue (workspace_id, contact_id, message_id, lane, campaign_id, due_at)
       select workspace_id, contact_id, id, 'campaign', campaign_id, now() from made
       where state = 'queued'`,
      [workspaceId, id, newId(), brandId, made.campaignId, made.topicId, state],
    );
  }
}

const doneSteps = (found: Awaited<ReturnType<typeof look>>) =>
  found.checklist?.filter((step) => step.isDone).map((step) => step.step);

test("each step of the checklist is done when its object exists; all done, it is gone", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId, ownerId } = workspace;
  expect(doneSteps(await look(workspace))).toEqual([]);
  const topicId = await addTopic(workspace);
  expect(doneSteps(await look(workspace))).toEqual(["topic"]);
  const campaignId = await addCampaign(workspace, { topicId, state: "draft", startedAt: null });
  expect(doneSteps(await look(workspace))).toEqual(["topic", "letter"]);
  await write(
    `insert into test_sends (workspace_id, id, campaign_id, version_id, address, state, requested_by)
     values ($1, $2, $3, $2, 'me@nord.example', 'accepted', $4)`,
    [workspaceId, newId(), campaignId, ownerId],
  );
  await write("update campaigns set state = 'finished', started_at = $2 where id = $1", [
    campaignId,
    NOW,
  ]);
  await addMessages(workspace, { campaignId, topicId, states: ["accepted"] });
  const almost = await look(workspace);
  expect(doneSteps(almost)).toEqual(["topic", "people", "letter", "test", "send"]);
  expect(almost.needsMe.imprints).toHaveLength(1);
  await write(
    `update legal_entities set form = 'GmbH', street = 'Hafen 1', postal_code = '20457',
       city = 'Hamburg', country = 'DE', email = 'hallo@nord.example', phone = '+49401234567',
       register_court = 'Hamburg', register_number = 'HRB 1', directors = 'Nora Nord',
       vat_id = 'DE123456789', dpo_name = 'Dora', dpo_email = 'dpo@nord.example'
     where workspace_id = $1`,
    [workspaceId],
  );
  const all = await look(workspace);
  expect(all.needsMe.imprints).toEqual([]);
  expect(all.checklist).toBeNull();
});

test("the checklist is put away for one person, and comes back", async () => {
  const workspace = await freshWorkspace();
  const set = (isDismissed: boolean) =>
    workspace.run((ctx) => dismissChecklist(ctx, { userId: workspace.ownerId, isDismissed }));
  await set(true);
  expect((await look(workspace)).checklist).toBeNull();
  await set(false);
  expect((await look(workspace)).checklist).not.toBeNull();
});

test("campaigns are live, waiting or over, with counts that add up", async () => {
  const workspace = await freshWorkspace();
  const topicId = await addTopic(workspace);
  const made = (state: string, startedAt: string) =>
    addCampaign(workspace, { topicId, state, startedAt });
  const running = await made("sending", "2026-06-15T10:00:00Z");
  const paused = await made("paused", "2026-06-14T10:00:00Z");
  const over = await made("finished", "2026-06-13T10:00:00Z");
  const old = await made("finished", "2026-04-20T10:00:00Z");
  await addMessages(workspace, { campaignId: running, topicId, states: ["accepted", "queued"] });
  await addMessages(workspace, { campaignId: paused, topicId, states: ["queued"] });
  const states = ["accepted", "failed", "skipped", "suppressed", "unknown"];
  await addMessages(workspace, { campaignId: over, topicId, states });
  await addMessages(workspace, { campaignId: old, topicId, states: ["unknown"] });
  await write("update campaigns set pause_reason = 'blocked' where id = $1", [paused]);
  const found = await look(workspace);
  expect(found.campaigns).toMatchObject([{ id: running, sent: 1, done: 1, total: 2, isNew: true }]);
  expect(found.needsMe.pausedCampaigns).toMatchObject([{ id: paused, pauseReason: "blocked" }]);
  expect(found.needsMe.unknownCampaigns.map((one) => one.id)).toEqual([over]);
  expect(found.results).toMatchObject([{ id: over, sent: 1, failed: 1, notSent: 2, done: 5 }]);
  expect((await workspace.run((ctx) => live(ctx), { now: NOW })).campaigns).toHaveLength(1);
  // The second look knows the first.
  const again = await look(workspace, new Date("2026-06-15T13:00:00Z"));
  expect(again.lastVisit).toEqual(NOW);
  expect(again.results[0]?.isNew).toBe(false);
});

test("a campaign that is sending and whose servers are all paused waits for somebody", async () => {
  const workspace = await freshWorkspace();
  const topicId = await addTopic(workspace);
  const made = (state: string) =>
    addCampaign(workspace, { topicId, state, startedAt: "2026-06-15T10:00:00Z" });
  const [sending = ""] = [await made("sending"), await made("paused"), await made("finished")];
  await addMessages(workspace, { campaignId: sending, topicId, states: ["accepted", "queued"] });
  const heldBack = async () => (await look(workspace)).needsMe.heldBackCampaigns;
  await testWorker();
  expect(await heldBack()).toEqual([]);
  const server = await addServer(workspace, { port: 2525, isPaused: true });
  await addRoute(workspace, [server]);
  await verifiedDomain(workspace);
  expect(await heldBack()).toMatchObject([{ id: sending, heldBackBy: { by: "servers_paused" } }]);
  await write("update mail_servers set is_paused = false where id = $1", [server]);
  expect(await heldBack()).toEqual([]);
});

test("messages of no campaign that are refused for our sake are told for a day", async () => {
  const workspace = await freshWorkspace();
  const topicId = await addTopic(workspace);
  const over = await addCampaign(workspace, {
    topicId,
    state: "finished",
    startedAt: "2026-06-13T10:00:00Z",
  });
  await addMessages(workspace, {
    campaignId: over,
    topicId,
    states: ["failed", "failed", "failed", "failed"],
  });
  // One of the campaign's own, one that is about an address, one of the day before.
  await write(
    `update messages m set campaign_id = case when n = 1 then m.campaign_id end,
       bounce = case when n = 2 then 'address' else 'blocked' end,
       result_at = $2::timestamptz - make_interval(hours => case when n = 3 then 25 else 1 end)
     from (select id, row_number() over (order by id) as n from messages where campaign_id = $1) one
     where m.id = one.id`,
    [over, NOW],
  );
  expect((await look(workspace)).needsMe.blockedSingles).toBe(1);
});

test("nothing of another workspace is on home", async () => {
  const workspace = await freshWorkspace();
  const topicId = await addTopic(workspace);
  await addCampaign(workspace, { topicId, state: "paused", startedAt: "2026-06-14T10:00:00Z" });
  const found = await look(await freshWorkspace());
  expect(doneSteps(found)).toEqual([]);
  expect(found.needsMe.pausedCampaigns).toEqual([]);
});

test("what waits for this person: reviews they may give, starts and messages that failed", async () => {
  const workspace = await freshWorkspace();
  const topicId = await addTopic(workspace);
  const draft = () => addCampaign(workspace, { topicId, state: "draft", startedAt: null });
  const [asked, changed, stuck] = [await draft(), await draft(), await draft()];
  await write("update campaigns set review = 'requested', reviewed_revision = 1 where id = $1", [
    asked,
  ]);
  // Asked for, and changed since: void.
  await write(
    "update campaigns set review = 'requested', reviewed_revision = 1, revision = 2 where id = $1",
    [changed],
  );
  await write("update campaigns set start_error = 'IMPRINT_INCOMPLETE' where id = $1", [stuck]);
  const over = await addCampaign(workspace, {
    topicId,
    state: "finished",
    startedAt: "2026-06-13T10:00:00Z",
  });
  await addMessages(workspace, { campaignId: over, topicId, states: ["failed", "accepted"] });
  const { needsMe } = await look(workspace);
  expect(needsMe.reviews).toEqual([{ id: asked, name: "Spring" }]);
  expect(needsMe.failedStarts).toEqual([{ id: stuck, name: "Spring", code: "IMPRINT_INCOMPLETE" }]);
  expect(needsMe.failedCampaigns).toMatchObject([{ id: over, failed: 1 }]);
  const asMarketer = (brandId: string) =>
    workspace.run((ctx) =>
      today(ctx, {
        userId: workspace.ownerId,
        role: "marketer",
        grants: [{ permission: "campaigns.send", brandId }],
      }),
    );
  expect((await asMarketer(newId())).needsMe.reviews).toEqual([]);
  expect((await asMarketer(workspace.brandId)).needsMe.reviews).toHaveLength(1);
});

test("since the last visit: starts, ends, orders that count, unsubscribes", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  expect((await look(workspace, new Date("2026-06-10T12:00:00Z"))).since).toBeNull();
  const topicId = await addTopic(workspace);
  const startedAt = "2026-06-13T10:00:00Z";
  const campaignId = await addCampaign(workspace, { topicId, state: "finished", startedAt });
  await addMessages(workspace, { campaignId, topicId, states: ["accepted"] });
  await write("update messages set result_at = $2 where campaign_id = $1", [campaignId, startedAt]);
  const order = (at: string, currency: string) =>
    write(
      `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
       select workspace_id, contact_id, gen_random_uuid(), $2, 12.34, $3 from messages
       where campaign_id = $1`,
      [campaignId, at, currency],
    );
  for (const currency of ["CHF", "EUR", "EUR"]) await order("2026-06-14T10:00:00Z", currency);
  // Before the message, and after its time.
  await order("2026-06-13T09:00:00Z", "EUR");
  await order("2026-06-18T10:00:01Z", "EUR");
  await write(
    `insert into consent_events (workspace_id, contact_id, seq, id, at, action, topic_id,
       legal_entity_id, basis, source, campaign_id, actor_kind, evidence, details_digest, prev_hash, hash)
     select m.workspace_id, m.contact_id, 1, gen_random_uuid(), '2026-06-14T10:00:00Z', 'withdraw', t.id,
       b.legal_entity_id, 'none', 'unsubscribe_page', m.campaign_id, 'person', '{}', '', '', ''
     from messages m join topics t on t.id = m.topic_id join brands b on b.id = m.brand_id
     where m.workspace_id = $1`,
    [workspaceId],
  );
  const { since } = await look(workspace, new Date("2026-06-20T12:00:00Z"));
  expect(since).toEqual({
    from: new Date("2026-06-10T12:00:00Z"),
    started: 1,
    finished: 0,
    unsubscribes: 1,
    orders: [
      { currency: "EUR", orders: 2, hundredths: 2468 },
      { currency: "CHF", orders: 1, hundredths: 1234 },
    ],
  });
});
