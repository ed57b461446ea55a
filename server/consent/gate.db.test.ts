import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addContact, addTopic } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace, workerDatabase } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { audienceCounts, reachableContacts } from "./audience";
import { consentStillHolds, findGateFacts, lockForIntent } from "./gate";
import { decideConsent } from "./gate.core";
import { recordConsent } from "./record";
import { ConsentState, LegalBasis } from "./schemas";
import { suppress } from "./suppression";

const NOW = new Date("2026-03-01T12:00:00Z");
const HOUR = 3_600_000;

interface Facts {
  hasAddress: boolean;
  isRemoved: boolean;
  isSuppressed: boolean;
  state: string | null;
  basis: string;
  pause: number | null;
}

const facts: fc.Arbitrary<Facts> = fc.record({
  hasAddress: fc.boolean(),
  isRemoved: fc.boolean(),
  isSuppressed: fc.boolean(),
  state: fc.oneof(
    fc.constant("granted"),
    fc.constantFrom(...ConsentState.options, "subscribed", null),
  ),
  basis: fc.oneof(
    fc.constant("consent_double_opt_in"),
    fc.constantFrom(...LegalBasis.options, "unknown"),
  ),
  pause: fc.constantFrom(null, -1, 0, 1),
});

async function arrange(w: TestWorkspace, topicId: string, given: Facts): Promise<string> {
  const email = given.hasAddress ? undefined : null;
  const id = await addContact(w, { email, isRemoved: given.isRemoved });
  const { state, basis, pause } = given;
  if (state) {
    await asAdmin((client) =>
      client.query(
        `insert into consent_states (workspace_id, contact_id, topic_id, state, basis, since,
           paused_until, seq) values ($1, $2, $3, $4, $5, $6, $7, 1)`,
        [
          w.workspaceId,
          id,
          topicId,
          state,
          basis,
          NOW,
          pause === null ? null : new Date(NOW.getTime() + pause * HOUR),
        ],
      ),
    );
  }
  if (given.isSuppressed && given.hasAddress) {
    const address = `p-${id}@nord.example`;
    await w.run((ctx) => suppress(ctx, { address, reason: "hard_bounce", source: "smtp" }));
  }
  return id;
}

test("count, audience, last check and the pure gate agree on random people", async () => {
  const w = await freshWorkspace();
  const topicId = await addTopic(w);
  const sample = fc.sample(facts, { numRuns: 150, seed: 7 });
  const ids: string[] = [];
  for (const given of sample) ids.push(await arrange(w, topicId, given));
  await w.run(async (ctx) => {
    const counts = await audienceCounts(ctx.db, w.workspaceId, { topicId, now: NOW });
    const page = { topicId, after: null, limit: 1_000, now: NOW };
    const reachable = await reachableContacts(ctx.db, w.workspaceId, page);
    const questions = ids.map((contactId) => ({ contactId, topicId }));
    const answers = await consentStillHolds(ctx.db, w.workspaceId, { questions, now: NOW });
    const byId = new Map(answers.map((a) => [a.contactId, a.verdict]));
    const tally = { no_address: 0, no_consent: 0, paused: 0, suppressed: 0, reachable: 0 };
    for (const [index, contactId] of ids.entries()) {
      const found = await findGateFacts(ctx.db, w.workspaceId, { contactId, topicId });
      if (!found) throw new Error("a person is missing");
      const decision = decideConsent(found, NOW);
      const verdict = decision.ok ? "reachable" : decision.reason;
      expect(byId.get(contactId), JSON.stringify(sample[index])).toBe(verdict);
      expect(reachable.includes(contactId)).toBe(decision.ok);
      if (!sample[index]?.isRemoved) tally[verdict] += 1;
    }
    expect(counts).toEqual({
      matched: sample.filter((f) => !f.isRemoved).length,
      excluded: 0,
      noAddress: tally.no_address,
      noConsent: tally.no_consent,
      paused: tally.paused,
      suppressed: tally.suppressed,
      reachable: tally.reachable,
    });
    const { matched, excluded: _, ...buckets } = counts;
    expect(Object.values(buckets).reduce((a, b) => a + b, 0)).toBe(matched);
    expect(Math.min(...Object.values(buckets))).toBeGreaterThan(0);
  });
});

test("an archived or unknown topic reaches nobody; pages follow each other", async () => {
  const w = await freshWorkspace();
  const topicId = await addTopic(w);
  const granted = { hasAddress: true, isRemoved: false, isSuppressed: false, pause: null };
  const ids: string[] = [];
  for (let i = 0; i < 5; i += 1) {
    const given = { ...granted, state: "granted", basis: "consent_double_opt_in" };
    ids.push(await arrange(w, topicId, given));
  }
  ids.sort();
  const list = (after: string | null) =>
    w.run((ctx) =>
      reachableContacts(ctx.db, w.workspaceId, { topicId, after, limit: 2, now: NOW }),
    );
  expect(await list(null)).toEqual(ids.slice(0, 2));
  expect(await list(ids[1] ?? null)).toEqual(ids.slice(2, 4));
  expect(await list(ids[4] ?? null)).toEqual([]);
  await asAdmin((client) =>
    client.query("update topics set archived_at = now() where id = $1", [topicId]),
  );
  expect(await list(null)).toEqual([]);
  await w.run(async (ctx) => {
    const asked = { contactId: ids[0] ?? "", topicId };
    expect(await findGateFacts(ctx.db, w.workspaceId, asked)).toMatchObject({
      isTopicArchived: true,
    });
    const unknown = { questions: [{ contactId: newId(), topicId }], now: NOW };
    expect(await consentStillHolds(ctx.db, w.workspaceId, unknown)).toEqual([]);
    const counts = await audienceCounts(ctx.db, w.workspaceId, { topicId: newId(), now: NOW });
    expect(counts).toMatchObject({ matched: 5, noConsent: 5, reachable: 0 });
  });
});

/** Waits until some session of this database waits for a lock. */
async function someoneWaits(): Promise<void> {
  for (let i = 0; i < 100; i += 1) {
    const { rows } = await asAdmin((client) =>
      client.query<{ count: number }>(
        `select count(*)::int from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      ),
    );
    if ((rows[0]?.count ?? 0) > 0) return;
    await sleep(20);
  }
  throw new Error("nobody waited for the lock");
}

/** A promise that is kept from outside. */
function gate() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

type Held = (release: Promise<void>, isDone: () => void) => Promise<unknown>;
type Ending = (w: TestWorkspace, given: { contactId: string; topicId: string }) => Held;

const withdrawal: Ending =
  (w, { contactId, topicId }) =>
  (release, isDone) =>
    w.run(async (ctx) => {
      const source = "list_unsubscribe";
      await recordConsent(ctx, contactId, { action: "withdraw", topicId, source });
      isDone();
      await release;
    });

const suppression: Ending =
  (w, { contactId }) =>
  (release, isDone) =>
    w.run(async (ctx) => {
      const address = `p-${contactId}@nord.example`;
      await suppress(ctx, { address, reason: "complaint", source: "feedback" });
      isDone();
      await release;
    });

test.each([
  { name: "withdrawal", ending: withdrawal, verdict: "no_consent" },
  { name: "suppression", ending: suppression, verdict: "suppressed" },
])("a $name that commits while an intent waits refuses the intent", async (given) => {
  const w = await freshWorkspace();
  const topicId = await addTopic(w);
  const contactId = await addContact(w);
  await w.run((ctx) =>
    recordConsent(ctx, contactId, {
      action: "import_claim",
      topicId,
      basis: "consent_double_opt_in",
      source: "import",
      sourceId: newId(),
      evidence: { origin: "shop" },
    }),
  );
  const done = gate();
  const release = gate();
  const ending = given.ending(w, { contactId, topicId })(release.promise, done.resolve);
  await done.promise;
  const intent = (await workerDatabase()).inWorkspace(w.workspaceId, async (tx) => {
    // Opens the transaction's eyes before the other commits: a snapshot of its own would be stale.
    const asked = { questions: [{ contactId, topicId }], now: new Date() };
    const before = await consentStillHolds(tx, w.workspaceId, asked);
    await lockForIntent(tx, w.workspaceId, [contactId]);
    const after = await consentStillHolds(tx, w.workspaceId, asked);
    return { before: before[0]?.verdict, after: after[0]?.verdict };
  });
  await someoneWaits();
  release.resolve();
  await ending;
  expect(await intent).toEqual({ before: "reachable", after: given.verdict });
});
