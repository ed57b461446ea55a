import { expect, test } from "vitest";
import { addContact, addTopic, entityOf } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { revertImportedConsent } from "./expire";
import { type PersonDeclaration, recordConsent, recordConsentBatch } from "./record";
import { addressHmac, findSuppressed, suppress } from "./suppression";
import { verifyPerson } from "./verify";

function claim(contactId: string, topicId: string, importId = newId()): PersonDeclaration {
  return {
    contactId,
    topicId,
    action: "import_claim",
    basis: "consent_double_opt_in",
    source: "import",
    sourceId: importId,
    evidence: { origin: "Sign-up form of the shop, 2025" },
    details: { address: "ana@nord.example" },
  };
}

async function stateOf(workspace: TestWorkspace, contactId: string, topicId: string) {
  const { rows } = await asAdmin((client) =>
    client.query<{ state: string }>(
      `select state from consent_states
       where workspace_id = $1 and contact_id = $2 and topic_id = $3`,
      [workspace.workspaceId, contactId, topicId],
    ),
  );
  return rows[0]?.state ?? null;
}

const CLEAN = { brokenAt: null, differing: [] };

test("a declaration, its state and its proof stand together", async () => {
  const w = await freshWorkspace();
  const [contact, topic] = [await addContact(w), await addTopic(w)];
  await w.run((ctx) => recordConsentBatch(ctx, [claim(contact, topic)]));
  await w.run((ctx) =>
    recordConsent(ctx, contact, { action: "withdraw", topicId: topic, source: "service_desk" }),
  );
  expect(await stateOf(w, contact, topic)).toBe("withdrawn");
  expect(await w.run((ctx) => verifyPerson(ctx, contact))).toEqual({ events: 2, ...CLEAN });
});

test("a changed row, changed details and a changed state are found", async () => {
  const w = await freshWorkspace();
  const topic = await addTopic(w);
  const tamper = async (statement: string) => {
    const contact = await addContact(w);
    await w.run((ctx) => recordConsentBatch(ctx, [claim(contact, topic)]));
    await asAdmin((client) => client.query(statement, [contact]));
    return w.run((ctx) => verifyPerson(ctx, contact));
  };
  const events = "update consent_events set basis = 'existing_customer' where contact_id = $1";
  const details = "update consent_event_details set details = '{}' where contact_id = $1";
  const states = "update consent_states set state = 'withdrawn' where contact_id = $1";
  expect(await tamper(events)).toMatchObject({ brokenAt: 1 });
  expect(await tamper(details)).toMatchObject({ brokenAt: 1 });
  expect(await tamper(states)).toMatchObject({ brokenAt: null, differing: [topic] });
  // An erasure takes details and salt away and breaks nothing.
  const erased = "delete from consent_event_details where contact_id = $1";
  expect(await tamper(erased)).toMatchObject(CLEAN);
});

test("the ledger cannot be rewritten by the product's own role", async () => {
  const w = await freshWorkspace();
  const [contact, topic] = [await addContact(w), await addTopic(w)];
  await w.run((ctx) => recordConsentBatch(ctx, [claim(contact, topic)]));
  for (const statement of [
    "update consent_events set basis = 'none'",
    "delete from consent_events",
  ]) {
    await expect(w.run((ctx) => ctx.db.execute(statement))).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  }
});

test("a batch tells for each row what became of it, and import revives nothing", async () => {
  const w = await freshWorkspace();
  const [topic, second] = [await addTopic(w), await addTopic(w)];
  const entity = await entityOf(w);
  const [fresh, withdrawn, objected, complained, erased, suppressed] = await Promise.all([
    addContact(w),
    addContact(w),
    addContact(w),
    addContact(w),
    addContact(w),
    addContact(w, { email: "bounced@nord.example" }),
  ]);
  const wide = { topicId: null, legalEntityId: entity, source: "service_desk" } as const;
  await w.run(async (ctx) => {
    await recordConsent(ctx, withdrawn, {
      action: "withdraw",
      topicId: topic,
      source: "service_desk",
    });
    await recordConsent(ctx, objected, { action: "object", ...wide });
    await recordConsent(ctx, complained, { action: "complaint", ...wide });
    await recordConsent(ctx, erased, { action: "expire", ...wide });
    await suppress(ctx, { address: "bounced@nord.example", reason: "hard_bounce", source: "smtp" });
  });
  const rows = [fresh, withdrawn, objected, complained, erased, suppressed].map((id) =>
    claim(id, topic),
  );
  const outcomes = await w.runAsWorker((ctx) =>
    recordConsentBatch(ctx, [
      ...rows,
      claim(fresh, topic),
      { ...claim(fresh, topic), topicId: newId() },
      claim(newId(), topic),
      { ...claim(fresh, second), evidence: {} },
    ]),
  );
  expect(outcomes).toEqual([
    { outcome: "recorded", seq: 1 },
    ...Array(4).fill({ outcome: "refused", code: "CONSENT_TRANSITION" }),
    { outcome: "refused", code: "ROW_SUPPRESSED" },
    { outcome: "unchanged" },
    { outcome: "refused", code: "NOT_FOUND" },
    { outcome: "refused", code: "NOT_FOUND" },
    { outcome: "refused", code: "CONSENT_EVIDENCE_REQUIRED" },
  ]);
});

test("undoing an import ends only what still rests on it", async () => {
  const w = await freshWorkspace();
  const topic = await addTopic(w);
  const people = [await addContact(w), await addContact(w), await addContact(w)];
  const [imported = "", later = "", other = ""] = people;
  const [first, second] = [newId(), newId()];
  await w.run(async (ctx) => {
    await recordConsentBatch(ctx, [
      claim(imported, topic, first),
      claim(later, topic, first),
      claim(other, topic, second),
    ]);
  });
  await w.run(
    (ctx) =>
      recordConsent(ctx, later, {
        action: "grant",
        topicId: topic,
        basis: "consent_double_opt_in",
        source: "confirmation",
        evidence: { request: "1" },
      }),
    { actor: { kind: "contact", id: later } },
  );
  const undo = () => w.run((ctx) => revertImportedConsent(ctx, first, people));
  expect(await undo()).toEqual({ reverted: 1 });
  expect(await undo()).toEqual({ reverted: 0 });
  expect(await stateOf(w, imported, topic)).toBe("expired");
  expect(await stateOf(w, later, topic)).toBe("granted");
  expect(await stateOf(w, other, topic)).toBe("granted");
  const again = await w.run((ctx) => recordConsentBatch(ctx, [claim(imported, topic)]));
  expect(again).toEqual([{ outcome: "recorded", seq: 3 }]);
});

test("thousands of rows go in with a handful of statements", async () => {
  const w = await freshWorkspace();
  const topic = await addTopic(w);
  const ids = Array.from({ length: 5_000 }, () => newId());
  await asAdmin((client) =>
    client.query(
      `insert into contacts (workspace_id, id, email, sort_name)
       select $1, id, id || '@nord.example', '' from unnest($2::uuid[]) id`,
      [w.workspaceId, ids],
    ),
  );
  const outcomes = await w.runAsWorker((ctx) =>
    recordConsentBatch(
      ctx,
      ids.map((id) => claim(id, topic)),
    ),
  );
  expect(outcomes.every((o) => o.outcome === "recorded")).toBe(true);
  const proof = await w.run((ctx) => verifyPerson(ctx, ids[4_321] ?? ""));
  expect(proof).toEqual({ events: 1, ...CLEAN });
});

test("a suppression is a digest of the workspace's own, in SQL as in code, and stays", async () => {
  const [w, other] = [await freshWorkspace(), await freshWorkspace("Süd")];
  const address = "Ana@Nord.example";
  const given = { address, reason: "manual", source: "console" } as const;
  expect(await w.run((ctx) => suppress(ctx, given))).toMatchObject({ isNew: true });
  expect(await w.run((ctx) => suppress(ctx, given))).toMatchObject({ isNew: false });
  expect(addressHmac(w.workspaceId, address)).not.toBe(addressHmac(other.workspaceId, address));
  expect(await w.run((ctx) => findSuppressed(ctx, ["ana@nord.example", "b@nord.example"]))).toEqual(
    new Set(["ana@nord.example"]),
  );
  expect(await other.run((ctx) => findSuppressed(ctx, ["ana@nord.example"]))).toEqual(new Set());
  await expect(w.run((ctx) => ctx.db.execute("delete from suppressions"))).rejects.toMatchObject({
    cause: { code: "42501" },
  });
});

test("two writers of one person wait for each other; the chain never forks", async () => {
  const w = await freshWorkspace();
  const contact = await addContact(w);
  const topics = await Promise.all(Array.from({ length: 6 }, () => addTopic(w)));
  await Promise.all(
    topics.map((topic) =>
      w.run((ctx) =>
        recordConsent(ctx, contact, { action: "withdraw", topicId: topic, source: "service_desk" }),
      ),
    ),
  );
  expect(await w.run((ctx) => verifyPerson(ctx, contact))).toEqual({ events: 6, ...CLEAN });
});

test("another workspace's people and topics do not exist", async () => {
  const [w, other] = [await freshWorkspace(), await freshWorkspace("Süd")];
  const [contact, topic] = [await addContact(w), await addTopic(w)];
  const theirs = await addTopic(other);
  const foreign = await other.run((ctx) =>
    recordConsentBatch(ctx, [claim(contact, theirs), claim(contact, topic)]),
  );
  expect(foreign).toEqual(Array(2).fill({ outcome: "refused", code: "NOT_FOUND" }));
  expect(await other.run((ctx) => verifyPerson(ctx, contact))).toEqual({ events: 0, ...CLEAN });
});
