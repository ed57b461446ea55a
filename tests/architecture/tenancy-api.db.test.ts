import { beforeAll, describe, expect, test } from "vitest";
import { POST } from "@/app/api/v1/orders/route";
import { fingerprint, seedCanaries } from "../support/canaries";
import { rowsOf } from "../support/imports";
import { ingestKey, orderRequest } from "../support/machine";
import { freshWorkspace, type TestWorkspace } from "../support/workspace";

/** What machines reach with a key: another tenant's people and orders are neither told nor touched. */
let own: TestWorkspace;
let other: TestWorkspace;
let canary: string;
let key: string;
let otherKey: string;
let before: Record<string, string>;

beforeAll(async () => {
  own = await freshWorkspace("Own");
  other = await freshWorkspace("Other");
  ({ canary } = await seedCanaries(other));
  ({ key } = await ingestKey(own));
  ({ key: otherKey } = await ingestKey(other));
  before = await fingerprint(other);
});

/** The other tenant's person and order by every name they have. */
const order = () => ({
  id: canary,
  ordered_at: "2026-03-01T10:00:00Z",
  currency: "EUR",
  total: 1,
  customer: { email: `${canary.toLowerCase()}@canary.example`, external_id: canary },
});

async function fateOf(as: string | null, body: unknown) {
  const response = await POST(orderRequest(as, body));
  return { status: response.status, text: await response.text() };
}

describe("orders posted with the other tenant's numbers", () => {
  test("make a person and an order of our own", async () => {
    const answer = await fateOf(key, order());
    expect(answer.status).toBe(200);
    const rows = await rowsOf(
      "select workspace_id from orders where external_id = $1 order by created_at desc limit 1",
      [canary],
    );
    expect(rows).toEqual([{ workspace_id: own.workspaceId }]);
    // What is ours under that number is compared with ours alone.
    expect((await fateOf(key, { ...order(), total: 2 })).status).toBe(409);
  });

  test("are refused with a key put together of both", async () => {
    const [, , id] = key.split("_");
    const secret = otherKey.split("_").slice(3).join("_");
    expect((await fateOf(`kai_live_${id}_${secret}`, order())).status).toBe(401);
    expect((await fateOf(null, order())).status).toBe(401);
  });

  test("leave the other tenant's rows as they were", async () => {
    expect(await fingerprint(other)).toEqual(before);
  });
});
