import { expect, test } from "vitest";
import { csvLine } from "@/server/imports";
import { newId } from "@/server/kernel";
import { addContact } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { insertRows, plantCampaign, plantMessage } from "@/tests/support/reporting";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { reportTable } from "./csv.core";
import { getReport } from "./report";

const START = new Date("2026-03-28T20:10:00.000Z");
const later = (hours: number) => new Date(START.getTime() + hours * 3_600_000);

type Message = Parameters<typeof plantMessage>[1];

/** A campaign of two variants that everything has happened to, and another one beside it. */
async function planted() {
  const workspace = await freshWorkspace();
  const { workspaceId: workspace_id } = workspace;
  const campaign = await plantCampaign({ workspace }, { variants: 2, startedAt: START });
  const other = await plantCampaign(
    { workspace, topicId: campaign.topicId },
    { variants: 1, startedAt: START },
  );
  const [a, b] = campaign.variants;
  const only = other.variants[0];
  if (!a || !b || !only) throw new Error("No variants.");
  const people: string[] = [];
  for (let n = 0; n < 12; n += 1) people.push(await addContact(workspace));
  const person = (n: number) => people[n] ?? "";
  const send = (n: number, given: Omit<Message, "contactId">) =>
    plantMessage({ workspace, campaign }, { contactId: person(n), ...given });
  const ids: string[] = [];
  // 0 to 3 had A and 4 to 6 had B; the others did not get it, each for another reason.
  for (let n = 0; n < 7; n += 1) {
    const variant = n < 4 ? a : b;
    ids.push(await send(n, { variant, state: "accepted", at: later(n), isTracked: n !== 3 }));
  }
  await send(7, { variant: a, state: "failed", reason: "rejected", at: START });
  await send(8, { variant: b, state: "unknown", at: START });
  await send(9, { variant: b, state: "skipped", reason: "no_consent", at: START });
  await send(10, { variant: a, state: "suppressed", reason: "suppressed", at: START });
  await send(11, { variant: a, state: "queued", at: START });
  const event = (n: number, given: Record<string, unknown>) => ({
    workspace_id,
    contact_id: person(n),
    id: newId(),
    message_id: ids[n],
    campaign_id: campaign.id,
    is_machine: false,
    ...given,
  });
  await insertRows("message_events", [
    event(0, { kind: "open", at: later(1) }),
    event(0, { kind: "open", at: later(2) }),
    event(0, { kind: "click", at: later(2), link_id: a.linkIds[0] }),
    event(0, { kind: "click", at: later(3), link_id: a.linkIds[0] }),
    event(1, { kind: "open", at: later(1), is_machine: true }),
    event(1, { kind: "click", at: later(1), is_machine: true, link_id: a.linkIds[1] }),
    event(4, { kind: "open", at: later(30) }),
    event(4, { kind: "click", at: later(30), link_id: b.linkIds[0] }),
  ]);
  await insertRows("link_clicks", [
    { workspace_id, link_id: a.linkIds[1], id: newId(), at: later(1), is_machine: false },
  ]);
  // Person 5 had the other campaign later than this one: their order is that one's.
  await plantMessage(
    { workspace, campaign: other },
    { contactId: person(5), variant: only, state: "accepted", at: later(9) },
  );
  const order = (n: number, hours: number, [total, currency]: [string, string]) => ({
    workspace_id,
    contact_id: person(n),
    id: newId(),
    ordered_at: later(hours),
    total,
    currency,
  });
  await insertRows("orders", [
    order(0, 4, ["10.10", "EUR"]),
    order(0, 5, ["20.25", "EUR"]),
    order(0, 3 + 5 * 24 + 1, ["99.00", "EUR"]),
    order(1, 2, ["5.00", "USD"]),
    order(4, 40, ["7.77", "EUR"]),
    order(5, 10, ["50.00", "EUR"]),
    order(8, 10, ["60.00", "EUR"]),
  ]);
  return { workspace, campaign, other, person };
}

async function withdraw(
  workspace: TestWorkspace,
  given: { contactId: string; campaignId: string; seq: number; topic: "email" | "tracking" },
) {
  await asAdmin((client) =>
    client.query(
      `insert into consent_events (workspace_id, contact_id, seq, id, at, action, topic_id,
         legal_entity_id, basis, source, campaign_id, actor_kind, evidence, details_digest, prev_hash, hash)
       select b.workspace_id, $2, $4, $5, $6, 'withdraw', t.id, b.legal_entity_id, 'none',
         'unsubscribe_page', $3, 'person', '{}', '', '', ''
       from brands b join topics t on t.brand_id = b.id and t.channel = $7 where b.workspace_id = $1`,
      [
        workspace.workspaceId,
        given.contactId,
        given.campaignId,
        given.seq,
        newId(),
        later(6),
        given.topic,
      ],
    ),
  );
}

async function one<T>(text: string, values: unknown[]): Promise<T> {
  return asAdmin(async (client) => (await client.query(text, values)).rows[0] as T);
}

test("every figure is what SQL written by hand says", async () => {
  const { workspace, campaign, person } = await planted();
  const campaignId = campaign.id;
  await withdraw(workspace, { contactId: person(0), campaignId, seq: 1, topic: "email" });
  await withdraw(workspace, { contactId: person(0), campaignId, seq: 2, topic: "tracking" });
  await withdraw(workspace, { contactId: person(2), campaignId, seq: 1, topic: "tracking" });
  const { total, variants, ...report } = await workspace.run((ctx) =>
    getReport(ctx, { id: campaignId }),
  );
  const counted = await one(
    `select count(*)::int as matched,
       count(*) filter (where state = 'accepted')::int as sent,
       count(*) filter (where state = 'accepted' and is_tracked)::int as tracked,
       count(*) filter (where state = 'failed')::int as failed,
       count(*) filter (where state = 'unknown')::int as unknown,
       count(*) filter (where state in ('skipped', 'suppressed', 'cancelled'))::int as "notSent",
       count(*) filter (where state in ('queued', 'claimed', 'in_flight'))::int as waiting,
       (select count(distinct message_id)::int from message_events e
        where e.campaign_id = $1 and kind = 'open' and not is_machine) as opens,
       (select count(distinct message_id)::int from message_events e
        where e.campaign_id = $1 and kind = 'click' and not is_machine) as clicks
     from messages where campaign_id = $1`,
    [campaignId],
  );
  expect(total).toMatchObject(counted as object);
  expect(total).toMatchObject({
    delivered: 7,
    opensMachine: 1,
    clicksMachine: 1,
    unsubscribes: 1,
    orders: 4,
    ordersAfterClick: 3,
    ordersAfterReceipt: 1,
    reasons: { notSent: { no_consent: 1, suppressed: 1 }, failed: { rejected: 1 } },
    revenue: [
      { currency: "EUR", orders: 3, hundredths: 3812 },
      { currency: "USD", orders: 1, hundredths: 500 },
    ],
  });
  expect(variants.map(({ position, figures }) => [position, figures.sent, figures.orders])).toEqual(
    [
      [0, 4, 3],
      [1, 3, 1],
    ],
  );
  expect(report).toMatchObject({ attributionDays: 5, currency: "EUR" });
  const followed = report.links.map(({ variant, clicked, anonymous }) => {
    return [variant, clicked.human, clicked.machine, anonymous.human];
  });
  expect(followed).toEqual([
    [0, 1, 0, 0],
    [0, 0, 1, 1],
    [1, 1, 0, 0],
    [1, 0, 0, 0],
  ]);
});

test("hours and days add up to the figures, across the change to summer time", async () => {
  const { workspace, campaign } = await planted();
  const { hours, days, total } = await workspace.run((ctx) => getReport(ctx, { id: campaign.id }));
  for (const measure of ["sent", "opens", "clicks", "orders"] as const) {
    expect(days.reduce((sum, day) => sum + day[measure], 0)).toBe(total[measure]);
  }
  // 28 March 21:00 in Berlin is 20:00 UTC; the 29th begins at 23:00 UTC and has 23 hours.
  expect(hours[0]).toEqual({
    at: new Date("2026-03-28T20:00:00Z"),
    sent: 1,
    opens: 0,
    clicks: 0,
    orders: 0,
  });
  expect(days.map((day) => day.at.toISOString())).toEqual([
    "2026-03-27T23:00:00.000Z",
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T22:00:00.000Z",
  ]);
});

test("another window, another answer, without repair", async () => {
  const { workspace, campaign } = await planted();
  await asAdmin((client) =>
    client.query("update workspaces set attribution_days = 6 where id = $1", [
      workspace.workspaceId,
    ]),
  );
  const { total } = await workspace.run((ctx) => getReport(ctx, { id: campaign.id }));
  expect(total.revenue[0]).toEqual({ currency: "EUR", orders: 4, hundredths: 13712 });
});

test("the file says the same, and runs no formula", async () => {
  const { workspace, campaign } = await planted();
  await asAdmin((client) =>
    client.query("update content_links set label = '=1+1' where workspace_id = $1", [
      workspace.workspaceId,
    ]),
  );
  const report = await workspace.run((ctx) => getReport(ctx, { id: campaign.id }));
  const name = (key: string) => key;
  const words = { column: name, metric: name, reason: name, variant: String, total: "total" };
  const figures = reportTable(report, "figures", words);
  expect(figures).toContainEqual(["total", "opens", "", "2", "", "tracked", "6", "0.3333"]);
  expect(figures).toContainEqual([
    "total",
    "notSent",
    "no_consent",
    "1",
    "",
    "matched",
    "12",
    "0.0833",
  ]);
  expect(figures).toContainEqual(["total", "revenue", "", "38.12", "EUR", "orders", "3", ""]);
  expect(figures).toContainEqual(["total", "average", "", "12.71", "EUR", "orders", "3", ""]);
  // The days and clock times of the workspace's zone, also for whoever opens it in a spreadsheet.
  expect(reportTable(report, "days", words)[1]?.[0]).toBe("2026-03-28");
  expect(reportTable(report, "hours", words)[1]).toEqual([
    "2026-03-28T21:00:00+01:00",
    "1",
    "0",
    "0",
    "0",
  ]);
  const [, first] = reportTable(report, "links", words);
  expect(csvLine(first ?? [])).toMatch(/^\d,'=1\+1,https:/);
});
