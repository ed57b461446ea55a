import { expect, test } from "vitest";
import { asOwner, codeOf, draftWith, readyWorkspace } from "@/tests/support/campaigns";
import { asAdmin } from "@/tests/support/database";
import { sampleLetter } from "@/tests/support/letters";
import type { TestWorkspace } from "@/tests/support/workspace";
import { getCampaign } from "./edit";
import { duplicateCampaign } from "./manage";
import { prepareChunk } from "./prepare";
import { scheduleCampaign, startScheduled } from "./schedule";
import { getProgress, getRecipients, sendCampaign } from "./send";
import { previewHours } from "./timing";

const letter = sampleLetter({ preheader: "Hello" });
// Far ahead of any day that this runs on: nobody belongs to an audience of before they were there.
const NOON = new Date("2037-11-29T12:00:00Z");
const OFFICE = { from: "09:00", to: "18:00", days: [1, 2, 3, 4, 5] };

/** People in these zones; null: none of their own, so Berlin, the workspace's. */
async function peopleIn(zones: readonly (string | null)[]) {
  const ready = await readyWorkspace(zones.length);
  const { workspace, topicId, contactIds } = ready;
  await asAdmin(async (client) => {
    for (const [at, zone] of zones.entries()) {
      await client.query("update contacts set time_zone = $2 where id = $1", [
        contactIds[at],
        zone,
      ]);
    }
  });
  return { ...ready, input: await draftWith(workspace, topicId, letter) };
}

async function prepareAt(workspace: TestWorkspace, campaignId: string, now: Date) {
  for (let isDone = false; !isDone; ) {
    isDone = await workspace.runAsWorker((ctx) => prepareChunk(ctx, { campaignId, limit: 2 }), {
      now,
    });
  }
}

/** Each person's row, in the order of `contactIds`. */
async function rowsOf(campaignId: string, contactIds: readonly string[]) {
  const { rows } = await asAdmin((client) =>
    client.query<{ id: string; state: string; send: Date; due: Date; closes: Date; why: string }>(
      `select m.contact_id as id, m.state, m.send_at as send, q.due_at as due, q.closes_at as closes,
         m.skip_reason as why
       from messages m left join send_queue q on q.message_id = m.id where m.campaign_id = $1`,
      [campaignId],
    ),
  );
  return contactIds.map((id) => rows.find((row) => row.id === id));
}

test("everybody has their own hour, and preparing begins before the first zone's", async () => {
  const zones = [null, "Pacific/Kiritimati", "Asia/Kolkata", "Pacific/Niue"];
  const { workspace, contactIds, input } = await peopleIn(zones);
  const asked = { ...input, day: "2037-12-01", time: "09:00", clock: "recipient" as const };
  const { sendAt } = await workspace.run((ctx) => scheduleCampaign(asOwner(ctx), asked), {
    now: NOON,
  });
  expect(sendAt.toISOString()).toBe("2037-11-30T18:45:00.000Z");
  const planned = { campaignId: input.id, sendAt: sendAt.toISOString() };
  await workspace.runAsWorker((ctx) => startScheduled(ctx, planned), { now: sendAt });
  await prepareAt(workspace, input.id, new Date("2037-11-30T18:46:00Z"));
  const rows = await rowsOf(input.id, contactIds);
  const hours = [
    "2037-12-01T08:00:00.000Z",
    "2037-11-30T19:00:00.000Z",
    "2037-12-01T03:30:00.000Z",
    "2037-12-01T20:00:00.000Z",
  ];
  expect(rows.map((row) => row?.send.toISOString())).toEqual(hours);
  expect(rows.map((row) => row?.due.toISOString())).toEqual(hours);
  expect(rows.map((row) => row?.closes)).toEqual([null, null, null, null]);

  const shown = await workspace.run((ctx) => getCampaign(asOwner(ctx), input));
  expect(shown).toMatchObject({
    state: "sending",
    timing: { localTime: { day: "2037-12-01", time: "09:00", ifPast: "next_day" } },
  });
  const later = { now: new Date("2037-12-01T05:00:00Z") };
  const progress = await workspace.run((ctx) => getProgress(ctx, input), later);
  expect(progress.waiting).toEqual({
    count: 2,
    nextAt: new Date("2037-12-01T08:00:00Z"),
    lastAt: new Date("2037-12-01T20:00:00Z"),
  });
  const audit = await asAdmin((client) =>
    client.query<{ summary: object }>(
      "select summary from audit_entries where action = 'campaigns.schedule' and subject_id = $1",
      [input.id],
    ),
  );
  expect(audit.rows[0]?.summary).toMatchObject({
    localTime: { day: "2037-12-01", time: "09:00", ifPast: "next_day" },
  });
});

test.each([
  ["next_day", { send: "2037-12-02T08:00:00.000Z", why: null }],
  ["now", { send: undefined, why: null }],
  ["skip", { send: undefined, why: "hour_passed" }],
] as const)("who is past it by the rule %s, when it begins at once", async (ifPast, expected) => {
  const { workspace, contactIds, input } = await peopleIn([null, "America/New_York"]);
  const now = new Date("2037-12-01T10:00:00Z");
  const asked = { ...input, day: "2037-12-01", time: "09:00", clock: "recipient" as const, ifPast };
  await workspace.run((ctx) => scheduleCampaign(asOwner(ctx), asked), { now });
  expect(await workspace.run((ctx) => getCampaign(asOwner(ctx), input))).toMatchObject({
    state: "preparing",
  });
  await prepareAt(workspace, input.id, now);
  const [berlin, york] = await rowsOf(input.id, contactIds);
  expect({ send: berlin?.send?.toISOString(), why: berlin?.why }).toEqual(expected);
  expect(york?.send.toISOString()).toBe("2037-12-01T14:00:00.000Z");
  if (ifPast === "now") expect(berlin?.due).toEqual(now);
  if (ifPast !== "skip") return;
  expect(berlin?.state).toBe("skipped");
  const { recipients } = await workspace.run((ctx) =>
    getRecipients(ctx, { campaignId: input.id, reason: "hour_passed" }),
  );
  expect(recipients.map((one) => one.contactId)).toEqual([contactIds[0]]);
  const progress = await workspace.run((ctx) => getProgress(ctx, input), { now });
  expect(progress.reasons).toEqual({ hour_passed: 1 });
});

test("a send window holds letters back until it opens where the person is", async () => {
  const { workspace, contactIds, input } = await peopleIn([null, "America/New_York"]);
  // A Friday evening in Berlin, noon in New York.
  const now = new Date("2037-12-04T17:30:00Z");
  await workspace.run((ctx) => sendCampaign(asOwner(ctx), { ...input, window: OFFICE }), { now });
  await prepareAt(workspace, input.id, now);
  const [berlin, york] = await rowsOf(input.id, contactIds);
  expect([berlin?.due, berlin?.closes]).toEqual([
    new Date("2037-12-07T08:00:00Z"),
    new Date("2037-12-07T17:00:00Z"),
  ]);
  expect([york?.due, york?.closes]).toEqual([now, new Date("2037-12-04T23:00:00Z")]);
  // A copy begins with the hours of what it was made from.
  const copy = await workspace.run((ctx) =>
    duplicateCampaign(asOwner(ctx), { id: input.id, name: "Copy" }),
  );
  const { timing } = await workspace.run((ctx) => getCampaign(asOwner(ctx), copy));
  expect(timing).toEqual({ localTime: null, sendWindow: OFFICE });
});

test("a time that has passed everywhere is refused at its field", async () => {
  const { workspace, input } = await peopleIn([null]);
  const at = (day: string, now: string) => {
    const asked = { ...input, day, time: "09:00", clock: "recipient" as const };
    const scheduled = workspace.run((ctx) => scheduleCampaign(asOwner(ctx), asked), {
      now: new Date(now),
    });
    return codeOf(scheduled);
  };
  expect(await at("2037-12-01", "2037-12-01T21:00:00Z")).toBe("SCHEDULE_PAST");
  // A gap in the workspace's zone is none in others, and moves forward here.
  expect(await at("2038-03-28", "2037-12-01T21:00:00Z")).toBe("OK");
});

test("what a timing would mean is told before it is chosen", async () => {
  const { workspace, input } = await peopleIn([null, null, "Pacific/Kiritimati", "Asia/Tokyo"]);
  const asked = {
    id: input.id,
    start: "recipient" as const,
    day: "2037-12-01",
    time: "09:00",
    ifPast: "skip" as const,
    window: null,
  };
  const ahead = await workspace.run((ctx) => previewHours(ctx, asked), {
    now: new Date("2037-11-30T22:00:00Z"),
  });
  expect(ahead).toEqual({
    first: new Date("2037-12-01T00:00:00Z"),
    last: new Date("2037-12-01T08:00:00Z"),
    people: 4,
    zones: 3,
    zoneless: 2,
    past: 1,
    isPartial: false,
    isAtOnce: true,
  });
});
