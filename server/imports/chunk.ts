import { findKnownOrders, orderKey, recordOrders } from "../catalog";
import { type PersonDeclaration, recordConsentBatch } from "../consent";
import { type Ctx, newId } from "../kernel";
import { type Applied, type AppliedRow, applyPeople } from "./apply.core";
import { columnLabel, readOrder, readPerson } from "./convert.core";
import { loadStanding, writePeople } from "./people";
import { insertSightings } from "./people-queries";
import type { Counts, ErrorRow } from "./queries";
import type { FileRow, OrderRow, PersonRow, PlanRules } from "./rows.core";

/** What a chunk needs to know about its import. */
export interface ChunkJob {
  importId: string;
  fileSha256: string;
  rules: PlanRules;
}

export interface ChunkResult {
  counts: Counts;
  errors: ErrorRow[];
}

function errorsOf(rows: readonly AppliedRow[]): ErrorRow[] {
  return rows.flatMap(({ line, faults }) => faults.map((fault) => ({ line, ...fault })));
}

function countsOf(rows: readonly AppliedRow[], total: number): Counts {
  const of = (result: AppliedRow["result"]) => rows.filter((row) => row.result === result).length;
  const taken = rows.filter((row) => row.result !== "failed");
  return {
    rowsDone: total,
    peopleCreated: of("created"),
    peopleUpdated: of("updated"),
    peopleUnchanged: of("unchanged"),
    ordersCreated: 0,
    ordersKnown: 0,
    consentsRecorded: 0,
    rowsFailed: of("failed"),
    cellsDropped: taken.reduce((sum, row) => sum + row.faults.length, 0),
  };
}

/** People whom the rows met and left as they were: their rows leave no other trace. */
async function noteSightings(ctx: Ctx, applied: Applied, importId: string): Promise<void> {
  const met = applied.rows.flatMap(({ contactId }) => contactId ?? []);
  const unchanged = [...new Set(met)].filter((id) => !applied.changes.has(id));
  await insertSightings(
    ctx.db,
    { workspaceId: ctx.workspaceId, now: ctx.now, sourceId: importId },
    unchanged.map((id) => ({ id: newId(ctx.now.getTime()), contact_id: id })),
  );
}

/**
 * Takes rows of a people file in: people, identities, changes and consent, in the caller's
 * transaction and in a fixed number of statements however many rows there are.
 */
export async function takePeople(
  ctx: Ctx,
  rows: readonly FileRow[],
  job: ChunkJob,
): Promise<ChunkResult> {
  const people = rows.map((row) => readPerson(row, job.rules));
  const standing = await loadStanding(ctx, people, true);
  const applied = applyPeople(people, standing, {
    overwrite: job.rules.plan.overwrite,
    newId: () => newId(ctx.now.getTime()),
    refusesKnown: true,
  });
  await writePeople(ctx, applied, job.importId);
  await noteSightings(ctx, applied, job.importId);
  const consent = await takeConsent(ctx, { people, applied }, job);
  const counts = countsOf(applied.rows, rows.length);
  return {
    counts: { ...counts, consentsRecorded: consent.recorded },
    errors: [...errorsOf(applied.rows), ...consent.errors],
  };
}

/** What the file proves, as the ledger keeps it. No personal data. */
function evidenceOf(job: ChunkJob): Record<string, string> {
  const { evidence } = job.rules.plan.consent;
  const given: Record<string, string> = {
    text: evidence.text,
    collectedFrom: evidence.source,
    collectedOn: evidence.collectedOn,
    obtainedWithSale: evidence.obtainedWithSale ? "yes" : "",
    similarGoods: evidence.similarGoods ? "yes" : "",
    noticeAtCollection: evidence.noticeAtCollection ? "yes" : "",
    fileSha256: job.fileSha256,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}

async function takeConsent(
  ctx: Ctx,
  given: { people: readonly PersonRow[]; applied: Applied },
  job: ChunkJob,
): Promise<{ recorded: number; errors: ErrorRow[] }> {
  const { plan, names } = job.rules;
  const { basis, topicIds } = plan.consent;
  if (basis === "none" || topicIds.length === 0) return { recorded: 0, errors: [] };
  const column = plan.columns.find((one) => one.target.to === "consent");
  const evidence = evidenceOf(job);
  const label = column ? columnLabel(names, column.column) : "";
  const elsewhere: ErrorRow[] = [];
  const declared = given.applied.rows.flatMap(({ line, contactId }, index) => {
    const person = given.people[index];
    const isDeclared = column ? person?.consent === true : true;
    // Consent to mail belongs to an address; a row without one proves nothing about it.
    if (!contactId || !isDeclared || person?.email == null) return [];
    // Known by their number and keeping another address: nobody agreed to mail there.
    if (given.applied.people.get(contactId)?.email !== person.email) {
      elsewhere.push({ line, column: label, code: "CONSENT_OTHER_ADDRESS", value: person.email });
      return [];
    }
    return topicIds.map((topicId): { line: number; declaration: PersonDeclaration } => ({
      line,
      declaration: {
        contactId,
        topicId,
        action: "import_claim",
        basis,
        source: "import",
        sourceId: job.importId,
        evidence,
      },
    }));
  });
  const outcomes = await recordConsentBatch(
    ctx,
    declared.map((one) => one.declaration),
  );
  const errors = outcomes.flatMap((outcome, index): ErrorRow[] => {
    const line = declared[index]?.line;
    if (outcome.outcome !== "refused" || line === undefined) return [];
    return [{ line, column: label, code: outcome.code, value: "" }];
  });
  const recorded = outcomes.filter((o) => o.outcome === "recorded").length;
  return { recorded, errors: [...elsewhere, ...errors] };
}

/** Under which key an order is taken in. */
export function keyOf(order: OrderRow, fileSha256: string): string {
  return order.orderId === null
    ? orderKey({ fileSha256, line: order.person.line })
    : orderKey({ externalId: order.orderId });
}

/** Takes rows of an orders file in: unknown people are made, known orders are left out. */
export async function takeOrders(
  ctx: Ctx,
  rows: readonly FileRow[],
  job: ChunkJob,
): Promise<ChunkResult> {
  const read = rows.map((row) => readOrder(row, job.rules));
  const keys = read.map((order) => keyOf(order, job.fileSha256));
  const known = await findKnownOrders(ctx, [...new Set(keys)]);
  const fresh = read.filter((order, index) => {
    const key = keys[index] ?? "";
    if (order.person.isFailed) return true;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
  const people = fresh.map((order) => order.person);
  const standing = await loadStanding(ctx, people, true);
  const applied = applyPeople(people, standing, {
    overwrite: "fill_empty",
    newId: () => newId(ctx.now.getTime()),
    refusesKnown: false,
  });
  await writePeople(ctx, applied, job.importId);
  const incoming = fresh.flatMap((order, index) => {
    const contactId = applied.rows[index]?.contactId;
    if (!contactId || order.orderedAt === null || order.total === null) return [];
    return [
      {
        key: keyOf(order, job.fileSha256),
        id: newId(ctx.now.getTime()),
        contactId,
        externalId: order.orderId,
        orderedAt: order.orderedAt,
        total: order.total,
        currency: order.currency,
        itemCount: order.itemCount,
      },
    ];
  });
  const created = await recordOrders(ctx, incoming, { importId: job.importId });
  const counts = countsOf(applied.rows, rows.length);
  return {
    counts: {
      ...counts,
      peopleUnchanged: 0,
      ordersCreated: created.size,
      ordersKnown: read.length - fresh.length + (incoming.length - created.size),
    },
    errors: errorsOf(applied.rows),
  };
}
