import { expect, test } from "vitest";
import { recordConsent } from "@/server/consent";
import { createPerson } from "@/server/contacts/service";
import { newId } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { consentOf } from "./consent";
import { TIMELINE_KINDS, type TimelineKind } from "./schemas";
import { type TimelineItem, timeline } from "./timeline";

const PERSON = {
  email: "ana@example.com",
  firstName: "Ana",
  lastName: "",
  phone: "",
  locale: "",
  timeZone: "",
  externalId: "",
};

async function fill(workspace: TestWorkspace) {
  const { workspaceId, brandId, ownerId } = workspace;
  const now = new Date("2026-03-01T10:00:00Z");
  const { id: contactId } = await workspace.run((ctx) => createPerson(ctx, PERSON), { now });
  const topicId = newId();
  const campaignId = newId();
  await asAdmin(async (client) => {
    await client.query(
      `insert into topics (workspace_id, id, brand_id, channel, name)
       values ($1, $2, $3, 'email', 'News'), ($1, $4, $3, 'email', 'Silent')`,
      [workspaceId, topicId, brandId, newId()],
    );
    await client.query(
      `insert into campaigns (workspace_id, id, brand_id, topic_id, name, state, created_by, updated_by)
       values ($1, $2, $3, $4, 'Spring', 'finished', $5, $5)`,
      [workspaceId, campaignId, brandId, topicId, ownerId],
    );
    // Many at the very same moment: the id has to decide.
    await client.query(
      `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
       select $1, $2, uuidv7(), timestamptz '2026-03-02' + n / 20 * interval '1 hour', 10, 'EUR'
       from generate_series(1, 70) n`,
      [workspaceId, contactId],
    );
    await client.query(
      `insert into messages (workspace_id, contact_id, id, brand_id, channel, kind, campaign_id,
         version_id, dedupe_key, topic_id, state, skip_reason, created_at)
       select $1, $2, uuidv7(), $3, 'email', 'marketing', $4, uuidv7(), 'k' || n, $5, 'skipped',
         'no_consent', timestamptz '2026-03-02' + n * interval '10 minutes'
       from generate_series(1, 12) n`,
      [workspaceId, contactId, brandId, campaignId, topicId],
    );
    await client.query(
      `insert into message_events (workspace_id, contact_id, id, message_id, campaign_id, kind, at)
       select $1, $2, uuidv7(), uuidv7(), $3, 'open',
         timestamptz '2026-03-02' + n / 2 * interval '30 minutes'
       from generate_series(1, 9) n`,
      [workspaceId, contactId, campaignId],
    );
  });
  await workspace.run(
    (ctx) =>
      recordConsent(ctx, contactId, {
        action: "withdraw",
        topicId,
        source: "list_unsubscribe",
        evidence: {},
      }),
    { now: new Date("2026-03-02T11:00:00Z") },
  );
  return { contactId, topicId };
}

async function everything(workspace: TestWorkspace, contactId: string, kind?: TimelineKind) {
  const items: TimelineItem[] = [];
  let cursor: string | null | undefined;
  for (let pages = 0; pages < 10; pages += 1) {
    const given = { contactId, kind, cursor };
    const page = await workspace.run((ctx) => timeline(ctx, given));
    items.push(...page.items);
    if (!page.next) return items;
    cursor = page.next;
  }
  throw new Error("The timeline does not end.");
}

test("pages of the timeline are everything once, newest first, and each kind on its own", async () => {
  const workspace = await freshWorkspace();
  const { contactId } = await fill(workspace);
  const items = await everything(workspace, contactId);
  expect(items).toHaveLength(70 + 12 + 9 + 1 + 1);
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
  for (const [index, item] of items.entries()) {
    const next = items[index + 1];
    if (next) expect(item.at.getTime()).toBeGreaterThanOrEqual(next.at.getTime());
  }
  for (const kind of TIMELINE_KINDS) {
    const only = await everything(workspace, contactId, kind);
    expect(only).toEqual(items.filter((item) => item.kind === kind));
  }
  const skipped = items.find((item) => item.kind === "message");
  expect(skipped).toMatchObject({
    reason: "no_consent",
    campaignName: "Spring",
    topicName: "News",
  });
});

test("an order names its articles, as the order calls them or else the catalogue", async () => {
  const workspace = await freshWorkspace();
  const { contactId } = await fill(workspace);
  const { workspaceId } = workspace;
  const [orderId, productId] = [newId(), newId()];
  await asAdmin(async (client) => {
    await client.query(
      `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
       values ($1, $2, $3, '2026-04-01', 30, 'EUR')`,
      [workspaceId, contactId, orderId],
    );
    await client.query(
      `insert into products (workspace_id, id, sku, name, currency) values ($1, $2, 'POT', 'Teapot', 'EUR')`,
      [workspaceId, productId],
    );
    await client.query(
      `insert into order_lines (workspace_id, contact_id, order_id, line, sku, name, quantity)
       values ($1, $2, $3, 1, 'MUG', 'Mug', 2), ($1, $2, $3, 2, 'POT', '', 1)`,
      [workspaceId, contactId, orderId],
    );
  });
  const { items } = await workspace.run((ctx) => timeline(ctx, { contactId, kind: "order" }));
  expect(items[0]).toMatchObject({
    id: orderId,
    articles: [
      { sku: "MUG", name: "Mug", quantity: 2, productId: null },
      { sku: "POT", name: "Teapot", quantity: 1, productId },
    ],
  });
  expect(items[1]).toMatchObject({ articles: [] });
});

test("a timeline's cursor is of this person and this kind", async () => {
  const workspace = await freshWorkspace();
  const { contactId } = await fill(workspace);
  const { next } = await workspace.run((ctx) => timeline(ctx, { contactId }));
  const given = { contactId, kind: "order" as const, cursor: next };
  await expect(workspace.run((ctx) => timeline(ctx, given))).rejects.toMatchObject({
    code: "CURSOR_INVALID",
  });
});

test("consent shows every topic with what the gate says, also where nothing was declared", async () => {
  const workspace = await freshWorkspace();
  const { contactId, topicId } = await fill(workspace);
  const topics = await workspace.run((ctx) => consentOf(ctx, { contactId }));
  expect(topics.map((topic) => [topic.topicName, topic.state, topic.refusal])).toEqual([
    ["News", "withdrawn", "no_consent"],
    ["Silent", null, "no_consent"],
    ["Measuring opens and clicks", null, "no_consent"],
  ]);
  expect(topics[0]?.topicId).toBe(topicId);
});

test("another workspace sees nothing of it", async () => {
  const workspace = await freshWorkspace();
  const other = await freshWorkspace();
  const { contactId } = await fill(workspace);
  const refused = { code: "NOT_FOUND" };
  await expect(other.run((ctx) => timeline(ctx, { contactId }))).rejects.toMatchObject(refused);
  await expect(other.run((ctx) => consentOf(ctx, { contactId }))).rejects.toMatchObject(refused);
});
