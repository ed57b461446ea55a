import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { suppress } from "@/server/consent";
import { ERROR_STATUS } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { rowsOf } from "@/tests/support/imports";
import { ingestKey, orderRequest } from "@/tests/support/machine";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { POST } from "./route";

let workspace: TestWorkspace;
let key: string;
let keyId: string;
beforeEach(async () => {
  workspace = await freshWorkspace();
  ({ key, id: keyId } = await ingestKey(workspace));
});

const ORDER = {
  id: "1001",
  ordered_at: "2026-03-01T10:15:00+01:00",
  currency: "EUR",
  total: 64.9,
  customer: { email: "Ana@Example.com", external_id: "C-7" },
  items: [
    { sku: "MUG", name: "Mug", quantity: 2, price: 12.95 },
    { sku: "POT", quantity: 1, price: "39.00" },
  ],
};

interface Body {
  accepted: number;
  rejected: number;
  orders: { id: string | null; status: string; error?: Record<string, unknown> }[];
}

async function post(body: unknown, as: string | null = key) {
  const response = await POST(orderRequest(as, body));
  return { status: response.status, body: (await response.json()) as Body };
}

const codesOf = (body: Body) => body.orders.map(({ error }) => error?.code ?? "accepted");

/** Everything orders leave in the workspace. */
async function everything() {
  const of = (text: string) => rowsOf(text, [workspace.workspaceId]);
  return {
    orders:
      await of(`select o.external_id, o.total, o.currency, o.item_count, o.ordered_at, c.email,
        c.external_id as number, c.order_count, c.order_total
      from orders o join contacts c on c.id = o.contact_id where o.workspace_id = $1 order by 1`),
    lines: await of(`select sku, name, quantity, price, line from order_lines
      where workspace_id = $1 order by order_id, line`),
    consent: await of("select 1 from consent_events where workspace_id = $1"),
    audit: await of(`select actor_kind, actor_id, summary from audit_entries
      where workspace_id = $1 and action = 'orders.receive'`),
  };
}

describe("an order that a shop posts", () => {
  test("comes in with its articles and its unknown customer, without consent", async () => {
    expect(await post(ORDER)).toEqual({
      status: 200,
      body: { accepted: 1, rejected: 0, orders: [{ id: "1001", status: "accepted" }] },
    });
    expect(await everything()).toEqual({
      orders: [
        {
          external_id: "1001",
          total: "64.90",
          currency: "EUR",
          item_count: 3,
          ordered_at: new Date("2026-03-01T09:15:00Z"),
          email: "ana@example.com",
          number: "C-7",
          order_count: 1,
          order_total: "6490",
        },
      ],
      lines: [
        { sku: "MUG", name: "Mug", quantity: 2, price: "12.95", line: 1 },
        { sku: "POT", name: "", quantity: 1, price: "39.00", line: 2 },
      ],
      consent: [],
      audit: [{ actor_kind: "api_key", actor_id: keyId, summary: { ordersCreated: 1 } }],
    });
  });

  test("again gets the same answer and changes nothing, however its JSON is written", async () => {
    const first = await post(ORDER);
    const before = await everything();
    const { items, ...rest } = ORDER;
    const again = { items, ...rest, total: "64.90", ordered_at: "2026-03-01T09:15:00Z" };
    expect(await post(again)).toEqual(first);
    expect(await post([ORDER, again])).toMatchObject({ status: 200, body: { accepted: 2 } });
    expect(await everything()).toEqual(before);
  });

  test("with other content under the same number is a conflict and changes nothing", async () => {
    await post(ORDER);
    const before = await everything();
    const others = [
      { ...ORDER, total: 65 },
      { ...ORDER, customer: { email: "bea@example.com" } },
      { ...ORDER, items: ORDER.items.slice(1) },
    ];
    const answer = await post(others);
    expect(answer.status).toBe(409);
    expect(codesOf(answer.body)).toEqual(others.map(() => "ORDER_CONFLICT"));
    expect(await everything()).toEqual(before);
    // Also within one request: the first one counts.
    const pair = await post([
      { ...ORDER, id: "1" },
      { ...ORDER, id: "1", total: 1 },
    ]);
    expect(pair.status).toBe(207);
    expect(codesOf(pair.body)).toEqual(["accepted", "ORDER_CONFLICT"]);
  });

  test("sent many times at once comes in once", async () => {
    const bodies = Array.from({ length: 6 }, () => [ORDER, { ...ORDER, id: "1002" }]);
    const answers = await Promise.all(bodies.map((body) => post(body)));
    for (const answer of answers) expect(answer.body).toMatchObject({ accepted: 2, rejected: 0 });
    const { orders, lines } = await everything();
    expect([orders.length, lines.length]).toEqual([2, 4]);
  });
});

test("each fault is told at its order and field; the others come in", async () => {
  await workspace.run((ctx) =>
    suppress(ctx, { address: "gone@example.com", reason: "erased", source: "test" }),
  );
  const faulty: [object, string, string][] = [
    [{ ...ORDER, id: "" }, "VALUE_REQUIRED", "id"],
    [{ ...ORDER, id: 7 }, "INPUT_INVALID", "id"],
    [{ ...ORDER, ordered_at: "yesterday" }, "VALUE_DATE", "ordered_at"],
    [{ ...ORDER, ordered_at: "2226-01-01T00:00:00Z" }, "EVENT_TIME_RANGE", "ordered_at"],
    [{ ...ORDER, currency: "euro" }, "VALUE_CURRENCY", "currency"],
    [{ ...ORDER, total: "1,50" }, "VALUE_NUMBER", "total"],
    [{ ...ORDER, total: 1.005 }, "VALUE_NUMBER", "total"],
    [{ ...ORDER, total: undefined }, "VALUE_REQUIRED", "total"],
    [{ ...ORDER, customer: {} }, "ROW_IDENTITY_MISSING", "customer"],
    [{ ...ORDER, customer: { email: "a@b,c@d" } }, "EMAIL_MULTIPLE", "customer.email"],
    [{ ...ORDER, customer: { email: "gone@example.com" } }, "ROW_SUPPRESSED", "customer"],
    [{ ...ORDER, items: [{ sku: "A", quantity: 0 }] }, "VALUE_NUMBER", "items.0.quantity"],
    [
      { ...ORDER, items: [{ sku: "A", quantity: 1, price: -1 }] },
      "VALUE_NEGATIVE",
      "items.0.price",
    ],
    [{ ...ORDER, items: [{ sku: "A\nB", quantity: 1 }] }, "HEADER_CRLF", "items.0.sku"],
    [{ ...ORDER, note: "x" }, "FIELD_UNKNOWN", "note"],
  ];
  const sent = faulty.map(([order], index) => ({ id: `F${index}`, ...order }));
  for (const [index, one] of sent.entries()) {
    if (one.id === "1001") sent[index] = { ...one, id: `F${index}` };
  }
  const answer = await post([...sent, ORDER]);
  expect(answer.status).toBe(207);
  expect(answer.body).toMatchObject({ accepted: 1, rejected: faulty.length });
  for (const [index, [, code, field]] of faulty.entries()) {
    const { error } = answer.body.orders[index] ?? {};
    expect(error, code).toMatchObject({ code, field, row: index + 1 });
    expect(error?.message).toMatch(/\w+.*\./);
    expect(error?.request_id).toMatch(/^[0-9a-f-]{36}$/);
  }
  expect((await everything()).orders).toHaveLength(1);
  const alone = await post({ ...ORDER, id: "2", customer: {} });
  expect(alone.status).toBe(400);
});

test("an order that came by file is known by its amount", async () => {
  const other = await post({ ...ORDER, id: "from-file", items: undefined });
  expect(other.status).toBe(200);
  await asAdmin((client) =>
    client.query("update ingest_dedup set content_sha256 = null where workspace_id = $1", [
      workspace.workspaceId,
    ]),
  );
  expect((await post({ ...ORDER, id: "from-file" })).status).toBe(200);
  expect((await everything()).lines).toEqual([]);
  expect((await post({ ...ORDER, id: "from-file", total: 1 })).status).toBe(409);
});

describe("a request is refused as a whole", () => {
  test.each([
    ["no JSON", "{", "INPUT_INVALID"],
    ["an empty list", [], "INPUT_INVALID"],
    ["too many orders", Array(501).fill(ORDER), "PAYLOAD_REJECTED"],
    ["too many bytes", `"${"x".repeat(1024 * 1024)}"`, "PAYLOAD_REJECTED"],
  ] as const)("with %s", async (_, body, code) => {
    const response = await POST(orderRequest(key, body));
    expect(response.status).toBe(ERROR_STATUS[code]);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  test("without a key that holds", async () => {
    const refused = async (as: string | null) => (await POST(orderRequest(as, ORDER))).status;
    expect(await refused(null)).toBe(401);
    expect(await refused("kai_live_x_y")).toBe(401);
    expect(await refused(`${key.slice(0, -1)}${key.endsWith("x") ? "y" : "x"}`)).toBe(401);
    const set = (column: string) =>
      asAdmin((client) => client.query(`update api_keys set ${column} where id = $1`, [keyId]));
    await set("scopes = '{}'");
    expect(await refused(key)).toBe(403);
    await set("scopes = '{ingest}', expires_at = now() - interval '1 minute'");
    expect(await refused(key)).toBe(401);
    await set("expires_at = null, revoked_at = now()");
    expect(await refused(key)).toBe(401);
    await set("revoked_at = null");
    expect(await refused(key)).toBe(200);
    const [{ last_used_at: lastUsed } = {}] = await rowsOf(
      "select last_used_at from api_keys where id = $1",
      [keyId],
    );
    expect(lastUsed).toBeInstanceOf(Date);
  });
});

test("the example of the documentation does what it says", async () => {
  const text = readFileSync("docs/api.md", "utf8");
  const sent = /-d '([^']+)'/.exec(text)?.[1] ?? "";
  const told = JSON.parse(/```json\n([^`]+)```/.exec(text)?.[1] ?? "") as Body;
  const answer = await post(sent);
  expect(answer.status).toBe(207);
  const bare = (body: Body) => ({
    ...body,
    orders: body.orders.map(({ error, ...one }) => ({
      ...one,
      error: error && { ...error, request_id: "" },
    })),
  });
  expect(bare(answer.body)).toEqual(bare(told));
});
