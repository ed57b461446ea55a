import { findKnownOrders, orderKey, recordOrders } from "../catalog";
import { type Ctx, newId } from "../kernel";
import { type AppliedRow, type ApplyOptions, applyPeople } from "./apply.core";
import {
  type ChunkJob,
  type ChunkResult,
  countRows,
  errorsOf,
  type Foreseen,
  outcomesOf,
  tally,
} from "./chunk";
import { readOrder } from "./convert.core";
import { type ChangeSource, loadStanding, writePeople } from "./people";
import type { FileRow, OrderRow } from "./rows.core";

/** Under which key an order is taken in. */
function keyOf(order: OrderRow, fileSha256: string): string {
  return order.orderId === null
    ? orderKey({ fileSha256, line: order.person.line })
    : orderKey({ externalId: order.orderId });
}

/** Orders fill in what nobody knows of their people, and overwrite nothing. */
function policyOf(ctx: Ctx): ApplyOptions {
  return {
    overwrite: "fill_empty",
    newId: () => newId(ctx.now.getTime()),
    refusesKnown: false,
  };
}

/** An order with the key that makes it the same when it comes again. */
export interface KeyedOrder {
  key: string;
  order: OrderRow;
}

/** Those that were not taken in before, each key once; failed rows stay, to be reported. */
async function withoutKnown(ctx: Ctx, orders: readonly KeyedOrder[]): Promise<KeyedOrder[]> {
  const known = await findKnownOrders(ctx, [...new Set(orders.map(({ key }) => key))]);
  return orders.filter(({ key, order }) => {
    if (order.person.isFailed) return true;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/**
 * Takes orders in whose keys differ, wherever they come from: unknown people are made (without any
 * consent), known ones get what was empty. Returns what became of each order's person, and the keys
 * of the orders that are new.
 */
export async function takeFreshOrders(
  ctx: Ctx,
  orders: readonly KeyedOrder[],
  source: ChangeSource,
): Promise<{ rows: AppliedRow[]; created: Set<string>; known: number }> {
  const people = orders.map(({ order }) => order.person);
  const standing = await loadStanding(ctx, people, true);
  const applied = applyPeople(people, standing, policyOf(ctx));
  await writePeople(ctx, applied, source);
  const incoming = orders.flatMap(({ key, order }, index) => {
    const contactId = applied.rows[index]?.contactId;
    const { orderId, orderedAt, total, currency, itemCount, lines, contentSha256 } = order;
    if (!contactId || orderedAt === null || total === null) return [];
    const id = newId(ctx.now.getTime());
    const what = { orderedAt, total, currency, itemCount, lines, contentSha256 };
    return [{ key, id, contactId, externalId: orderId, ...what }];
  });
  const importId = source.kind === "import" ? source.id : null;
  const created = await recordOrders(ctx, incoming, { importId });
  return { rows: applied.rows, created, known: incoming.length - created.size };
}

/** Takes rows of an orders file in: unknown people are made, known orders are left out. */
export async function takeOrders(
  ctx: Ctx,
  rows: readonly FileRow[],
  job: ChunkJob,
): Promise<ChunkResult> {
  const read = rows.map((row) => readOrder(row, job.rules));
  const fresh = await withoutKnown(
    ctx,
    read.map((order) => ({ key: keyOf(order, job.fileSha256), order })),
  );
  const source = { kind: "import", id: job.importId } as const;
  const taken = await takeFreshOrders(ctx, fresh, source);
  const { created, updated } = tally(taken.rows);
  return {
    counts: {
      ...countRows(outcomesOf(taken.rows), rows.length),
      peopleCreated: created,
      peopleUpdated: updated,
      ordersCreated: taken.created.size,
      ordersKnown: read.length - fresh.length + taken.known,
    },
    errors: errorsOf(taken.rows),
  };
}

/** What rows of an orders file would do, without writing. */
export async function foreseeOrders(
  ctx: Ctx,
  rows: readonly FileRow[],
  { rules, fileSha256 }: Pick<ChunkJob, "rules" | "fileSha256">,
): Promise<Foreseen> {
  const read = rows.map((row) => readOrder(row, rules));
  const fresh = await withoutKnown(
    ctx,
    read.map((order) => ({ key: keyOf(order, fileSha256), order })),
  );
  const people = fresh.map(({ order }) => order.person);
  const applied = applyPeople(people, await loadStanding(ctx, people, false), policyOf(ctx));
  const { created, failed } = tally(applied.rows);
  return {
    rows: outcomesOf(applied.rows),
    expected: [
      { id: "newOrders", count: applied.rows.length - failed },
      { id: "ordersKnown", count: read.length - fresh.length },
      { id: "created", count: created },
      { id: "failed", count: failed },
    ],
  };
}
