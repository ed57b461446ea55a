import { expect, test } from "vitest";
import { addCampaign, addContact, addTopic } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { getCertificate } from "./certificate";
import { listRecent, listSuppressed } from "./ledger";
import { recordConsentBatch } from "./record";
import type { WithdrawalInput } from "./schemas";
import { recordWithdrawal } from "./service-desk";
import { checkAddress, suppressByHand } from "./suppression";
import { listTopics, listTopicsOfPerson, listTopicsWithCounts } from "./topic-queries";
import { archiveTopic, createTopic, updateTopic } from "./topics";

const NEWSLETTER = { name: "Newsletter", description: "Once a week", isPublic: true };

async function claims(w: TestWorkspace, topicId: string, contactIds: readonly string[]) {
  await w.run((ctx) =>
    recordConsentBatch(
      ctx,
      contactIds.map((contactId) => ({
        contactId,
        topicId,
        action: "import_claim" as const,
        basis: "consent_single_opt_in" as const,
        source: "import" as const,
        sourceId: newId(),
        evidence: { origin: "shop" },
        details: { address: "ana@nord.example" },
      })),
    ),
  );
}

test("topics are made, changed and archived, but not while a campaign is being sent", async () => {
  const w = await freshWorkspace();
  const { brandId } = w;
  const { id } = await w.run((ctx) => createTopic(ctx, { ...NEWSLETTER, brandId }));
  const again = w.run((ctx) => createTopic(ctx, { ...NEWSLETTER, brandId }));
  await expect(again).rejects.toMatchObject({ code: "NAME_TAKEN", detail: { field: "name" } });
  const elsewhere = w.run((ctx) => createTopic(ctx, { ...NEWSLETTER, brandId: newId() }));
  await expect(elsewhere).rejects.toMatchObject({ code: "NOT_FOUND" });
  await w.run((ctx) => updateTopic(ctx, { ...NEWSLETTER, id, name: "News", isPublic: false }));
  await claims(w, id, [await addContact(w), await addContact(w)]);
  expect(await w.run((ctx) => listTopicsWithCounts(ctx.db, w.workspaceId))).toMatchObject([
    { id, name: "News", isPublic: false, isArchived: false, granted: 2, withdrawn: 0 },
    { channel: "tracking", granted: 0, withdrawn: 0 },
  ]);
  const campaign = await addCampaign(w, id);
  const setState = (state: string) =>
    asAdmin((client) =>
      client.query("update campaigns set state = $2 where id = $1", [campaign, state]),
    );
  const archive = () => w.run((ctx) => archiveTopic(ctx, { id, isArchived: true }));
  for (const state of ["preparing", "sending", "paused"]) {
    await setState(state);
    await expect(archive()).rejects.toMatchObject({ code: "TOPIC_IN_USE" });
  }
  await setState("finished");
  await archive();
  const offered = () => w.run((ctx) => listTopics(ctx.db, w.workspaceId, brandId));
  expect((await offered()).map((topic) => topic.channel)).toEqual(["tracking"]);
  await w.run((ctx) => archiveTopic(ctx, { id, isArchived: false }));
  expect((await offered()).map((topic) => topic.channel)).toEqual(["email", "tracking"]);
});

const WITHDRAWAL: WithdrawalInput = {
  contactId: null,
  person: "",
  topicId: null,
  receivedOn: "2026-03-01",
  channel: "phone",
  note: "Called about the spring letter",
};

test("the service desk finds people and can only end things", async () => {
  const w = await freshWorkspace();
  const [topic, other] = [await addTopic(w), await addTopic(w)];
  const contact = await addContact(w, { email: "ana@nord.example" });
  await asAdmin(async (client) => {
    const identity = "insert into identities (workspace_id, kind, value, contact_id) values";
    for (const [kind, value] of [
      ["email", "ana@nord.example"],
      ["external_id", "K-17"],
    ]) {
      const row = [w.workspaceId, kind, value, contact];
      await client.query(`${identity} ($1, $2, $3, $4)`, row);
    }
  });
  await claims(w, topic, [contact]);
  await claims(w, other, [contact]);
  const record = (input: Partial<WithdrawalInput>) =>
    w.run((ctx) => recordWithdrawal(ctx, { ...WITHDRAWAL, ...input }));
  expect(await record({ person: "ANA@nord.example", topicId: topic })).toEqual({
    contactId: contact,
    changed: true,
  });
  expect(await record({ person: "K-17", topicId: topic })).toMatchObject({ changed: false });
  expect(await record({ contactId: contact })).toMatchObject({ changed: true });
  const states = await w.run((ctx) => listTopicsOfPerson(ctx.db, w.workspaceId, contact));
  expect(states.map((row) => row.state)).toEqual(["withdrawn", "withdrawn"]);
  await expect(record({})).rejects.toMatchObject({ code: "VALUE_REQUIRED" });
  await expect(record({ person: "nobody@nord.example" })).rejects.toMatchObject({
    code: "PERSON_UNKNOWN",
    detail: { field: "person" },
  });
  await expect(record({ contactId: contact, topicId: newId() })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(record({ person: "K-17", receivedOn: "2999-01-01" })).rejects.toMatchObject({
    code: "VALUE_DATE",
  });
  const stranger = await freshWorkspace("Süd");
  const foreign = stranger.run((ctx) =>
    recordWithdrawal(ctx, { ...WITHDRAWAL, contactId: contact }),
  );
  await expect(foreign).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("the certificate tells everything with its proof; an erasure leaves the digest", async () => {
  const w = await freshWorkspace();
  const topic = await addTopic(w, { name: "Newsletter" });
  const contact = await addContact(w);
  await claims(w, topic, [contact]);
  await w.run((ctx) => recordWithdrawal(ctx, { ...WITHDRAWAL, contactId: contact }));
  const read = () => w.run((ctx) => getCertificate(ctx, { contactId: contact }));
  expect(await read()).toMatchObject({
    topics: [{ topicName: "Newsletter", state: "withdrawn" }],
    events: [
      { seq: 1, action: "import_claim", details: { address: "ana@nord.example" } },
      { seq: 2, action: "object", details: { note: WITHDRAWAL.note } },
    ],
    proof: { events: 2, brokenAt: null, differing: [] },
  });
  await asAdmin((client) =>
    client.query("delete from consent_event_details where contact_id = $1", [contact]),
  );
  const after = await read();
  expect(after.proof).toMatchObject({ brokenAt: null });
  expect(after.events.map((e) => e.details)).toEqual([null, null]);
  expect(after.events[0]?.detailsDigest).toMatch(/^[0-9a-f]{64}$/);
  const { rows } = await asAdmin((client) =>
    client.query("select 1 from read_log where contact_id = $1", [contact]),
  );
  expect(rows).toHaveLength(2);
  const unknown = w.run((ctx) => getCertificate(ctx, { contactId: newId() }));
  await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("the ledger is paged without a gap, also among rows of the same instant, and filtered", async () => {
  const w = await freshWorkspace();
  const topic = await addTopic(w);
  const people: string[] = [];
  for (let i = 0; i < 60; i += 1) people.push(await addContact(w));
  await claims(w, topic, people);
  const [first = ""] = people;
  await w.run((ctx) => recordWithdrawal(ctx, { ...WITHDRAWAL, contactId: first }));
  const filter = { action: null, source: null };
  const one = await w.run((ctx) => listRecent(ctx, { ...filter, cursor: null }));
  const two = await w.run((ctx) => listRecent(ctx, { ...filter, cursor: one.next }));
  expect([one.rows.length, two.rows.length, two.next]).toEqual([50, 11, null]);
  expect(new Set([...one.rows, ...two.rows].map((row) => row.id)).size).toBe(61);
  expect(one.rows[0]).toMatchObject({ contactId: first, action: "object" });
  const ended = await w.run((ctx) =>
    listRecent(ctx, { action: "object", source: "service_desk", cursor: null }),
  );
  expect(ended.rows).toHaveLength(1);
  const misused = w.run((ctx) =>
    listRecent(ctx, { action: "object", source: null, cursor: one.next }),
  );
  await expect(misused).rejects.toMatchObject({ code: "CURSOR_INVALID" });
});

test("the suppression list names nobody and is paged", async () => {
  const w = await freshWorkspace();
  const check = (address: string) => w.run((ctx) => checkAddress(ctx, { address }));
  expect((await check("ana@nord.example")).entries).toEqual([]);
  const add = () => w.run((ctx) => suppressByHand(ctx, { address: "ana@nord.example" }));
  expect([await add(), await add()]).toEqual([{ isNew: true }, { isNew: false }]);
  expect((await check("ANA@nord.example")).entries).toMatchObject([{ reason: "manual" }]);
  await expect(check("a@x.com,b@y.com")).rejects.toMatchObject({ code: "EMAIL_MULTIPLE" });
  await w.run(async (ctx) => {
    for (let i = 0; i < 55; i += 1) await suppressByHand(ctx, { address: `p${i}@nord.example` });
  });
  const one = await w.run((ctx) => listSuppressed(ctx, { cursor: null }));
  const two = await w.run((ctx) => listSuppressed(ctx, { cursor: one.next }));
  expect([one.rows.length, two.rows.length, two.next]).toEqual([50, 6, null]);
  expect(JSON.stringify([one, two])).not.toContain("nord.example");
});
