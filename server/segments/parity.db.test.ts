/**
 * One rule, three readings: SQL over everybody, SQL person by person, and the pure decision from
 * facts. They must mean the same people, for any rule over any data.
 */
import { and, eq, type SQL } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { contacts, inQueryRole, type Tx } from "@/db";
import { newId } from "@/server/kernel";
import { addTopic } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace } from "@/tests/support/workspace";
import { checkRule, type Known } from "./check.core";
import { compileRule } from "./compile.core";
import { matchesRule, type PersonFacts } from "./match.core";
import { countPeople } from "./queries";
import {
  type AttributeCondition,
  type Condition,
  FIELD_OPERATORS,
  type FieldOperator,
  type Group,
  RULE_VERSION,
  type RuleNode,
  type SegmentRule,
  type Window,
} from "./schemas";

const NOW = new Date("2026-03-29T10:30:00.123Z");
const ZONE = "Europe/Berlin";
const ATTRIBUTES = [
  ["city", "text"],
  ["points", "number"],
  ["club", "boolean"],
  ["born", "date"],
] as const;

const day = fc.date({
  min: new Date("2025-12-01"),
  max: new Date("2026-05-01"),
  noInvalidDate: true,
});
const dayText = day.map((date) => date.toISOString().slice(0, 10));
/** Instants on and around the edges of days in Berlin, summer time's change (29 March) included. */
const instant = fc.oneof(
  day,
  dayText.map((text) => new Date(`${text}T23:00:00.000Z`)),
  dayText.map((text) => new Date(`${text}T22:00:00.000Z`)),
  fc.constantFrom(NOW, new Date(NOW.getTime() - 7 * 86_400_000), new Date("2026-03-29T01:00:00Z")),
);
const city = fc.constantFrom("Berlin", "berlin", "München", "ΣΊΣΥΦΟΣ", "İzmir", "%_", "x");
const campaignIds = [newId(), newId()];
const topicNames = ["News", "Offers"];

interface Made extends PersonFacts {
  id: string;
}

const fields = fc.record({
  email: fc.option(fc.nat(50).map((n) => `p${n}@nord.example`)),
  first_name: fc.option(city),
  last_name: fc.option(fc.constantFrom("Ott", "ott", "Ötztürk")),
  external_id: fc.constant(null),
  phone: fc.constant(null),
  locale: fc.option(fc.constantFrom("de", "en")),
  time_zone: fc.option(fc.constantFrom("Europe/Berlin", "Asia/Tokyo")),
  created_at: instant,
});
const attributes = fc
  .record(
    {
      city: fc.oneof(city, fc.constant(null)),
      points: fc.constantFrom(0, 1, 1.5, 10, -3),
      club: fc.boolean(),
      born: dayText,
    },
    { requiredKeys: [] },
  )
  .map((made) => ({ ...made }));

const person = (topicIds: readonly string[]): fc.Arbitrary<Made> =>
  fc
    .record({
      fields,
      attributes,
      orders: fc.array(
        fc.record({
          at: instant,
          total: fc.integer({ min: -500, max: 9000 }),
          currency: fc.constantFrom("EUR", "USD"),
        }),
        { maxLength: 4 },
      ),
      consents: fc.uniqueArray(
        fc.record({
          topicId: fc.constantFrom(...topicIds),
          state: fc.constantFrom("granted", "withdrawn", "expired"),
        }),
        { selector: (one) => one.topicId, maxLength: 2 },
      ),
      received: fc.array(fc.record({ campaignId: fc.constantFrom(...campaignIds), at: instant }), {
        maxLength: 3,
      }),
      events: fc.array(
        fc.record({
          messageId: fc.constantFrom(...campaignIds),
          kind: fc.constantFrom("open" as const, "click" as const),
          at: instant,
          isMachine: fc.boolean(),
        }),
        { maxLength: 4 },
      ),
    })
    .map((made) => ({
      ...made,
      id: newId(),
      // A message belongs to one campaign; here both have the same id.
      events: made.events.map((event) => ({ ...event, campaignId: event.messageId })),
    }));

const window: fc.Arbitrary<Window> = fc.oneof(
  fc.constant({ kind: "ever" as const }),
  fc.record({ kind: fc.constant("last" as const), days: fc.constantFrom(1, 7, 90) }),
  fc.record({ kind: fc.constant("earlier" as const), days: fc.constantFrom(1, 7, 90) }),
  fc.record({ kind: fc.constant("before" as const), day: dayText }),
  fc.record({ kind: fc.constant("since" as const), day: dayText }),
  fc
    .tuple(dayText, dayText)
    .map(([a, b]) => ({ kind: "between" as const, from: a < b ? a : b, to: a < b ? b : a })),
);
const comparison = fc.constantFrom("at_least" as const, "at_most" as const, "exactly" as const);

function valuesFor(type: keyof typeof FIELD_OPERATORS, operator: FieldOperator) {
  if (operator === "is_set" || operator === "is_not_set") return fc.constant([]);
  if (operator === "last_days" || operator === "next_days") {
    return fc.constantFrom(1, 7, 90).map((n) => [n]);
  }
  const one: fc.Arbitrary<AttributeCondition["values"][number]> = {
    text: city,
    number: fc.constantFrom(0, 1, 1.5, 10),
    boolean: fc.boolean(),
    date: dayText,
    instant: dayText,
  }[type];
  if (operator === "between") {
    return fc.tuple(one, one).map(([a, b]) => (a <= b ? [a, b] : [b, a]));
  }
  if (operator === "is" || operator === "is_not")
    return fc.array(one, { minLength: 1, maxLength: 2 });
  return one.map((value) => [value]);
}

const attribute = fc
  .constantFrom(
    ...ATTRIBUTES.map(([key, type]) => ({ field: `attributes.${key}`, type })),
    { field: "first_name", type: "text" as const },
    { field: "email", type: "text" as const },
    { field: "created_at", type: "instant" as const },
  )
  .chain(({ field, type }) =>
    fc.constantFrom<FieldOperator>(...FIELD_OPERATORS[type]).chain((operator) =>
      valuesFor(type, operator).map((values) => ({
        type: "attribute" as const,
        field,
        operator,
        values,
      })),
    ),
  );

const condition = (topicIds: readonly string[]) =>
  fc.oneof(
    attribute,
    fc.record({
      type: fc.constant("orders" as const),
      measure: fc.constantFrom("count" as const, "total" as const),
      comparison,
      value: fc.constantFrom(0, 1, 2, 40),
      currency: fc.constantFrom("EUR", "USD"),
      window,
    }),
    fc.record({ type: fc.constant("last_order" as const), window }),
    fc.record({
      type: fc.constant("consent" as const),
      topicId: fc.constantFrom(...topicIds),
      is: fc.constantFrom("granted" as const, "not_granted" as const, "withdrawn" as const),
    }),
    fc.record({
      type: fc.constant("messages" as const),
      did: fc.constantFrom("received" as const, "opened" as const, "clicked" as const),
      comparison,
      value: fc.constantFrom(0, 1, 2),
      campaignId: fc.option(fc.constantFrom(...campaignIds)),
      window,
    }),
  );

function rules(topicIds: readonly string[]): fc.Arbitrary<SegmentRule> {
  const { group } = fc.letrec<{ group: Omit<Group, "id">; node: object }>((tie) => ({
    node: fc.oneof({ maxDepth: 3, depthSize: "small" }, condition(topicIds), tie("group")),
    group: fc.record({
      type: fc.constant("group" as const),
      match: fc.constantFrom("all" as const, "any" as const),
      isNot: fc.boolean(),
      children: fc.array(tie("node"), { minLength: 1, maxLength: 3 }) as fc.Arbitrary<RuleNode[]>,
    }),
  }));
  const moment = fc.oneof(
    fc.constant({ kind: "now" as const }),
    dayText.map((text) => ({ kind: "day" as const, day: text })),
  );
  return fc.tuple(moment, group).map(([at, root]) => {
    let next = 0;
    const named = (node: Omit<Group, "id"> | Omit<Condition, "id"> | RuleNode): RuleNode => {
      next += 1;
      const id = `n${next}`;
      return node.type === "group"
        ? { ...(node as Group), id, children: (node as Group).children.map(named) }
        : ({ ...node, id } as Condition);
    };
    return { version: RULE_VERSION, moment: at, root: named(root) as Group };
  });
}

async function write(workspaceId: string, brandId: string, people: readonly Made[]): Promise<void> {
  const all = <T>(pick: (one: Made) => readonly T[]) =>
    JSON.stringify(
      people.flatMap((one) => pick(one).map((row) => ({ ...row, contact_id: one.id }))),
    );
  await asAdmin(async (client) => {
    await client.query(
      `insert into contacts (workspace_id, id, email, first_name, last_name, locale, time_zone, created_at, sort_name,
         attributes, order_count, last_order_at)
       select $1, r.id, r.email, r.first_name, r.last_name, r.locale, r.time_zone, r.created_at, '', r.attributes,
         r.orders, r.last
       from jsonb_to_recordset($2::jsonb) r (id uuid, email text, first_name text, last_name text,
         locale text, time_zone text, created_at timestamptz, attributes jsonb, orders int, last timestamptz)`,
      [
        workspaceId,
        JSON.stringify(
          people.map((one) => ({
            ...one.fields,
            id: one.id,
            attributes: one.attributes,
            orders: one.orders.length,
            last:
              one.orders
                .map((order) => order.at.toISOString())
                .sort()
                .at(-1) ?? null,
          })),
        ),
      ],
    );
    await client.query(
      `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
       select $1, contact_id, uuidv7(), at, total / 100.0, currency
       from jsonb_to_recordset($2::jsonb) r (contact_id uuid, at timestamptz, total numeric, currency text)`,
      [workspaceId, all((one) => one.orders)],
    );
    await client.query(
      `insert into consent_states (workspace_id, contact_id, topic_id, state, basis, since, seq)
       select $1, contact_id, "topicId", state, 'none', now(), 1
       from jsonb_to_recordset($2::jsonb) r (contact_id uuid, "topicId" uuid, state text)`,
      [workspaceId, all((one) => one.consents)],
    );
    await client.query(
      `insert into messages (workspace_id, contact_id, id, brand_id, channel, kind, campaign_id, version_id,
         dedupe_key, topic_id, state, result_at)
       select $1, contact_id, uuidv7(), $3, 'email', 'marketing', "campaignId", uuidv7(),
         uuidv7()::text, uuidv7(), state, at
       from jsonb_to_recordset($2::jsonb) r (contact_id uuid, "campaignId" uuid, at timestamptz),
         unnest(array['accepted', 'failed']) state`,
      [workspaceId, all((one) => one.received), brandId],
    );
    await client.query(
      `insert into message_events (workspace_id, contact_id, id, message_id, campaign_id, kind, at, is_machine)
       select $1, contact_id, uuidv7(), "messageId", "campaignId", kind, at, "isMachine"
       from jsonb_to_recordset($2::jsonb) r (contact_id uuid, "messageId" uuid, "campaignId" uuid,
         kind text, at timestamptz, "isMachine" boolean)`,
      [workspaceId, all((one) => one.events)],
    );
  });
}

async function idsOf(tx: Tx, workspaceId: string, condition: SQL): Promise<string[]> {
  const rows = await tx
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), condition));
  return rows.map((row) => row.id);
}

async function addCampaigns(workspaceId: string, brandId: string, topicId: string): Promise<void> {
  await asAdmin((client) =>
    client.query(
      `insert into campaigns (workspace_id, id, brand_id, topic_id, name, state, created_by, updated_by)
       select $1, id, $3, $4, 'Sent', 'finished', uuidv7(), uuidv7() from unnest($2::uuid[]) id`,
      [workspaceId, campaignIds, brandId, topicId],
    ),
  );
}

test("SQL over everybody, SQL person by person and the decision from facts agree", async () => {
  const [workspace, neighbour] = [await freshWorkspace(), await freshWorkspace()];
  const { workspaceId, brandId } = workspace;
  const topicIds = await Promise.all(topicNames.map((name) => addTopic(workspace, { name })));
  const [firstTopic = ""] = topicIds;
  await addCampaigns(workspaceId, brandId, firstTopic);
  // The neighbour's people are alike; they must never be counted.
  const foreign = await addTopic(neighbour);
  await asAdmin((client) =>
    client.query(
      `insert into contacts (workspace_id, id, sort_name, order_count) select $1, uuidv7(), '', 1 from generate_series(1, 20)`,
      [neighbour.workspaceId],
    ),
  );
  expect(foreign).not.toBe("");
  const people = fc.sample(person(topicIds), { numRuns: 150, seed: 7 });
  await write(workspaceId, brandId, people);
  const known: Known = {
    attributes: new Map(ATTRIBUTES),
    topicIds: new Set(topicIds),
    campaignIds: new Set(campaignIds),
  };
  let some = 0;
  await fc.assert(
    fc.asyncProperty(rules(topicIds), async (rule) => {
      expect(checkRule(rule, known)).toEqual([]);
      const asked = { now: NOW, timeZone: ZONE, attributes: known.attributes };
      const expected = people.filter((one) => matchesRule(rule, one, asked)).map((one) => one.id);
      const input = { ...asked, workspaceId };
      const found = await workspace.run((ctx) =>
        inQueryRole(ctx.db, async (tx) => {
          const overAll = compileRule(rule, { ...input, scope: "all" });
          const each = compileRule(rule, { ...input, scope: "each" });
          return {
            count: await countPeople(tx, workspaceId, overAll),
            all: await idsOf(tx, workspaceId, overAll),
            each: await idsOf(tx, workspaceId, each),
          };
        }),
      );
      expect(found.all.sort()).toEqual([...expected].sort());
      expect(found.each.sort()).toEqual([...expected].sort());
      expect(found.count).toBe(expected.length);
      if (expected.length > 0 && expected.length < people.length) some += 1;
    }),
    { numRuns: 250 },
  );
  // Rules that mean everybody or nobody would prove little.
  expect(some).toBeGreaterThan(120);
}, 120_000);
