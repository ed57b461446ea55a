import * as audit from "../audit";
import { findTakenOrders, orderKey, type TakenOrder } from "../catalog";
import type { Ctx } from "../kernel";
import { type PostedFault, type PostedReading, readPosted } from "./posted.core";
import { takeFreshOrders } from "./take-orders";

/** What became of one posted order; `fault` is null when it is taken in, now or before. */
export interface PostedResult {
  /** The shop's number, as far as the order told one. */
  id: string | null;
  /** Its place in the request, from 1. */
  row: number;
  fault: PostedFault | null;
}

type Readable = Extract<PostedReading, { ok: true }>;

const OTHER_CONTENT: PostedFault = { code: "ORDER_CONFLICT", field: "id" };

/** What came by file says less: it is the same order when its amount is. */
function isSame(taken: TakenOrder, { contentSha256, order }: Readable): boolean {
  if (taken.contentSha256 !== null) return taken.contentSha256 === contentSha256;
  return taken.total === order.total && taken.currency === order.currency;
}

const keyOf = (reading: Readable) => orderKey({ externalId: reading.id });

/** Orders that nobody has posted yet, the first of each number, taken in; their faults by key. */
async function takeNew(
  ctx: Ctx,
  orders: readonly Readable[],
): Promise<{ faults: Map<string, PostedFault>; created: number }> {
  const fresh = orders.map((reading) => ({ key: keyOf(reading), order: reading.order }));
  const source = { kind: "api", id: ctx.actor.id ?? "" } as const;
  const taken = await takeFreshOrders(ctx, fresh, source);
  const faults = new Map<string, PostedFault>();
  for (const [index, { key }] of fresh.entries()) {
    const [fault] = taken.rows[index]?.faults ?? [];
    if (fault) faults.set(key, { code: fault.code, field: "customer" });
  }
  return { faults, created: taken.created.size };
}

function firstOfEach(readings: readonly Readable[]): Readable[] {
  const byKey = new Map<string, Readable>();
  for (const one of readings) if (!byKey.has(keyOf(one))) byKey.set(keyOf(one), one);
  return [...byKey.values()];
}

function echoOf(given: unknown): string | null {
  const id = given !== null && typeof given === "object" ? Reflect.get(given, "id") : null;
  return typeof id === "string" ? id.slice(0, 200) : null;
}

/**
 * Takes in orders that a shop posts, in the caller's transaction: those without fault come in, each
 * other one is told its own. A number that was taken in before changes nothing: the same content is
 * as good as new, other content is ORDER_CONFLICT. Unknown customers are made, without any consent.
 * May throw for a race with another writer; do the whole transaction again then (`orAgain`).
 */
export async function postOrders(ctx: Ctx, given: readonly unknown[]): Promise<PostedResult[]> {
  const readings = given.map((one, index) => readPosted(one, index + 1, ctx.now));
  const firsts = firstOfEach(readings.filter((reading) => reading.ok));
  const before = await findTakenOrders(ctx, firsts.map(keyOf));
  const fresh = firsts.filter((one) => !before.has(keyOf(one)));
  const { faults, created } = await takeNew(ctx, fresh);
  // Read again: another request may have brought some of them in the meantime.
  const taken = await findTakenOrders(ctx, firsts.map(keyOf));
  const results = readings.map((reading, index): PostedResult => {
    const row = index + 1;
    if (!reading.ok) return { id: echoOf(given[index]), row, fault: reading.fault };
    const key = keyOf(reading);
    const there = taken.get(key);
    const isOther = there ? !isSame(there, reading) : false;
    return { id: reading.id, row, fault: isOther ? OTHER_CONTENT : (faults.get(key) ?? null) };
  });
  if (created > 0 && ctx.actor.id) {
    await audit.record(ctx, {
      action: "orders.receive",
      subjectType: "api_key",
      subjectId: ctx.actor.id,
      summary: { ordersCreated: created },
    });
  }
  return results;
}
