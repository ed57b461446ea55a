/** One rule, two readings: SQL over everybody, and the pure decision from one person's facts. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { inQueryRole } from "@/db";
import { newId } from "@/server/kernel";
import { addContact } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { insertRows, type PlantedCampaign, plantCampaign } from "@/tests/support/reporting";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { attribute, type Touch } from "./attribute.core";
import { countCredits, sumCredits } from "./attribution-queries";
import { receivedSpan } from "./figures.core";
import { countOutcomes } from "./queries";

const DAY_MS = 86_400_000;
const DAYS = 2;
const START = Date.parse("2026-03-27T20:00:00.000Z");
const PEOPLE = 3;
const CAMPAIGNS = 2;

/** Moments on a coarse grid and a millisecond beside it, so that edges and ties do happen. */
const moment = fc
  .tuple(fc.integer({ min: 0, max: 24 }), fc.constantFrom(0, 0, 1))
  .map(([halfDays, ms]) => new Date(START + (halfDays * DAY_MS) / 4 + ms));
const person = fc.nat(PEOPLE - 1);

const given = fc.record({
  // A person has one message of a campaign at most.
  messages: fc.uniqueArray(
    fc.record({
      person,
      campaign: fc.nat(CAMPAIGNS - 1),
      at: moment,
      state: fc.constantFrom("accepted", "accepted", "unknown", "failed"),
    }),
    { selector: ({ person: who, campaign }) => `${who} ${campaign}`, maxLength: 6 },
  ),
  clicks: fc.array(fc.record({ message: fc.nat(5), at: moment, isMachine: fc.boolean() }), {
    maxLength: 8,
  }),
  orders: fc.array(fc.record({ person, at: moment, currency: fc.constantFrom("EUR", "USD") }), {
    maxLength: 6,
  }),
});
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

interface World {
  workspace: TestWorkspace;
  campaigns: PlantedCampaign[];
  contactIds: string[];
}

/** Writes a case down, and says it as facts of each person. */
async function plant({ workspace, campaigns, contactIds }: World, made: Given) {
  const { workspaceId: workspace_id, brandId: brand_id } = workspace;
  await asAdmin(async (client) => {
    for (const table of ["message_events", "messages", "orders"]) {
      await client.query(`delete from ${table} where workspace_id = $1`, [workspace_id]);
    }
  });
  const messages = made.messages.map((one) => ({ ...one, id: newId() }));
  const clicks = made.clicks.flatMap((click) => {
    const message = messages[click.message];
    return message ? [{ ...click, of: message }] : [];
  });
  // Each order has a sum of its own, so that sums say which orders are in them.
  const orders = made.orders.map((one, n) => ({ ...one, id: newId(), hundredths: 4 ** n * 100 }));
  const idOf = (who: number) => contactIds[who] ?? "";
  const campaignOf = (n: number) => campaigns[n]?.id ?? "";
  const variantOf = (n: number) => campaigns[n]?.variants[0];
  await insertRows(
    "messages",
    messages.map(({ id, person: who, campaign, at, state }) => ({
      workspace_id,
      contact_id: idOf(who),
      id,
      brand_id,
      channel: "email",
      kind: "marketing",
      campaign_id: campaignOf(campaign),
      variant_id: variantOf(campaign)?.id,
      version_id: variantOf(campaign)?.versionId,
      dedupe_key: `campaign:${campaignOf(campaign)}`,
      topic_id: campaigns[campaign]?.topicId,
      state,
      result_at: at,
    })),
  );
  await insertRows(
    "message_events",
    clicks.map(({ of, at, isMachine }) => ({
      workspace_id,
      contact_id: idOf(of.person),
      id: newId(),
      message_id: of.id,
      campaign_id: campaignOf(of.campaign),
      kind: "click",
      at,
      is_machine: isMachine,
    })),
  );
  await insertRows(
    "orders",
    orders.map(({ id, person: who, at, currency, hundredths }) => ({
      workspace_id,
      contact_id: idOf(who),
      id,
      ordered_at: at,
      total: (hundredths / 100).toFixed(2),
      currency,
    })),
  );
  const credits = contactIds.flatMap((_, who) => {
    const touches: Touch[] = [
      ...messages
        .filter((one) => one.person === who && one.state === "accepted")
        .map(({ id, at, campaign }) => {
          const base = { at, isMachine: false, messageId: id, campaignId: campaignOf(campaign) };
          return { kind: "receipt" as const, ...base };
        }),
      ...clicks
        .filter(({ of }) => of.person === who)
        .map(({ of, at, isMachine }) => {
          const base = { at, isMachine, messageId: of.id, campaignId: campaignOf(of.campaign) };
          return { kind: "click" as const, ...base };
        }),
    ];
    const own = orders.filter((one) => one.person === who);
    return attribute({ touches, orders: own, days: DAYS });
  });
  return credits.map((credit) => {
    const order = orders.find(({ id }) => id === credit.orderId);
    return { ...credit, currency: order?.currency ?? "", hundredths: order?.hundredths ?? 0 };
  });
}

/** Sums by whatever a row is named by. */
function summed<Row extends { hundredths: number }>(
  rows: readonly Row[],
  name: (row: Row) => string,
) {
  const sums: Record<string, number> = {};
  for (const row of rows) sums[name(row)] = (sums[name(row)] ?? 0) + row.hundredths;
  return sums;
}

test("SQL gives every order to the message that the pure rule gives it to", async () => {
  const workspace = await freshWorkspace();
  const startedAt = new Date(START);
  const campaigns = [
    await plantCampaign({ workspace }, { variants: 1, startedAt }),
    await plantCampaign({ workspace }, { variants: 1, startedAt }),
  ];
  const contactIds = [];
  for (let n = 0; n < PEOPLE; n += 1) contactIds.push(await addContact(workspace));
  const world = { workspace, campaigns, contactIds };
  const { workspaceId } = workspace;

  await fc.assert(
    fc.asyncProperty(given, async (made) => {
      const expected = await plant(world, made);
      await workspace.run(async ({ db }) => {
        for (const { id: campaignId } of campaigns) {
          const asked = { workspaceId, campaignId };
          const rows = await inQueryRole(db, async (tx) => {
            const received = receivedSpan(await countOutcomes(tx, asked, "Europe/Berlin"));
            return countCredits(tx, { ...asked, days: DAYS, received }, "Europe/Berlin");
          });
          const own = expected.filter((credit) => credit.campaignId === campaignId);
          expect(summed(rows, (row) => `${row.reason} ${row.currency}`)).toEqual(
            summed(own, (row) => `${row.reason} ${row.currency}`),
          );
          const orders = rows.reduce((sum, row) => sum + row.orders, 0);
          expect(orders).toBe(own.length);
        }
        const ever = { from: new Date(0), to: new Date(START + 99 * DAY_MS) };
        const asked = { workspaceId, days: DAYS };
        const all = await inQueryRole(db, (tx) => sumCredits(tx, asked, ever));
        expect(summed(all, (row) => row.currency)).toEqual(summed(expected, (row) => row.currency));
      });
    }),
    { numRuns: 60 },
  );
}, 60_000);
