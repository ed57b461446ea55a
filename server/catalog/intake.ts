import { type Ctx, newId } from "../kernel";
import {
  applyProducts,
  decideProductUndo,
  fateOf,
  type IncomingProduct,
  type ProductFate,
  type ProductFootprint,
  type ProductPolicy,
  type StandingProduct,
} from "./apply.core";
import * as queries from "./intake-queries";

/** How many products came to what. Within a chunk a count may be negative: a product changed fate. */
export type ProductCounts = Record<ProductFate, number>;

const skusOf = (rows: readonly IncomingProduct[]) => [...new Set(rows.map((row) => row.sku))];

function count(fates: readonly ProductFate[]): ProductCounts {
  const of = (fate: ProductFate) => fates.filter((one) => one === fate).length;
  return { created: of("created"), updated: of("updated"), unchanged: of("unchanged") };
}

function minus(after: ProductCounts, before: ProductCounts): ProductCounts {
  return {
    created: after.created - before.created,
    updated: after.updated - before.updated,
    unchanged: after.unchanged - before.unchanged,
  };
}

/**
 * Takes in rows about products in the caller's transaction, in a fixed number of statements. Each
 * product is there once however many rows name it; see `applyProducts` for the rule of differing
 * rows. Returns by how many products each fate has grown.
 */
export async function recordProducts(
  ctx: Ctx,
  rows: readonly IncomingProduct[],
  source: { importId: string; policy: ProductPolicy },
): Promise<ProductCounts> {
  const { db, workspaceId, now } = ctx;
  const key = { workspaceId, importId: source.importId };
  const known = await queries.lockProducts(db, workspaceId, skusOf(rows));
  const ids = known.map((product) => product.id);
  const earlier = await queries.listFootprints(db, key, ids);
  const footprints = new Map(
    earlier.map((row): [string, ProductFootprint] => [
      row.product_id,
      { isCreated: row.is_created, changes: row.changes },
    ]),
  );
  const before = count([...footprints.values()].map(fateOf));
  const standing = { bySku: new Map(known.map((one) => [one.sku, one])), footprints };
  const met = applyProducts(rows, standing, {
    policy: source.policy,
    currency: await queries.findCurrency(db, workspaceId),
    newId: () => newId(now.getTime()),
  });
  const old = new Set(ids);
  const all = [...met.values()];
  const scope = { ...key, now };
  await queries.insertProducts(
    db,
    scope,
    all.filter((product) => !old.has(product.id)),
  );
  const isTouched = ({ id }: StandingProduct) =>
    old.has(id) && Object.keys(footprints.get(id)?.changes ?? {}).length > 0;
  await queries.updateProducts(db, scope, all.filter(isTouched));
  await queries.saveFootprints(db, key, footprints);
  return minus(count([...footprints.values()].map(fateOf)), before);
}

/** Adds products that no file brought and of which none is known yet. */
export async function addProducts(
  ctx: Pick<Ctx, "db" | "workspaceId" | "now">,
  products: readonly StandingProduct[],
): Promise<void> {
  const { db, workspaceId, now } = ctx;
  await queries.insertProducts(db, { workspaceId, importId: null, now }, products);
}

/** What these rows would come to, without writing. */
export async function foreseeProducts(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  rows: readonly IncomingProduct[],
  policy: ProductPolicy,
): Promise<ProductCounts> {
  const known = await queries.listStanding(ctx.db, ctx.workspaceId, skusOf(rows));
  const footprints = new Map<string, ProductFootprint>();
  const standing = { bySku: new Map(known.map((one) => [one.sku, one])), footprints };
  applyProducts(rows, standing, { policy, currency: "", newId: () => newId() });
  return count([...footprints.values()].map(fateOf));
}

/**
 * Takes an import back from up to `limit` products: see `decideProductUndo`. Returns how many were
 * handled (0: none are left) and how many of them keep something of the import.
 */
export async function undoImportedProducts(
  ctx: Ctx,
  importId: string,
  limit: number,
): Promise<{ handled: number; spared: number }> {
  const { db, workspaceId, now } = ctx;
  const rows = await queries.takeFootprints(db, { workspaceId, importId }, limit);
  const removed: string[] = [];
  const restored: StandingProduct[] = [];
  let spared = 0;
  for (const row of rows) {
    const decision = decideProductUndo({ isCreated: row.is_created, changes: row.changes }, row, {
      isArchived: row.is_archived,
      isMetAgain: row.is_met_again,
    });
    if (decision.kind === "remove") {
      removed.push(row.id);
      continue;
    }
    if (decision.isSpared) spared += 1;
    if (Object.keys(decision.values).length > 0) restored.push({ ...row, ...decision.values });
  }
  await queries.updateProducts(db, { workspaceId, now }, restored);
  await queries.deleteProducts(db, workspaceId, removed);
  return { handled: rows.length, spared };
}
