import * as audit from "../audit";
import { removeImportedOrders, undoImportedProducts } from "../catalog";
import { returnAddresses, revertImportedConsent } from "../consent";
import { type Ctx, logger, newId, toAppError } from "../kernel";
import { type FieldChanges, type KnownPerson, mergeChanges } from "./apply.core";
import { addressMoves, contactRow, IdentityRace, identityMoves } from "./people";
import * as peopleQueries from "./people-queries";
import * as queries from "./queries";
import { orAgain } from "./race";
import { dropFile, isOutage, LostImport, type Work } from "./run";
import { decideUndo, type Footprint, withFields } from "./undo.core";
import * as undoQueries from "./undo-queries";

/** Orders, people or products that one transaction takes back. */
const UNDO_CHUNK = 2_000;

interface Plan {
  removed: string[];
  restored: { before: KnownPerson; changes: FieldChanges }[];
  spared: number;
}

async function requireUndoing(ctx: Ctx, importId: string): Promise<queries.ImportRow> {
  const row = await queries.lockImport(ctx.db, ctx.workspaceId, importId);
  if (row?.state !== "undoing") throw new LostImport("not being undone");
  return row;
}

/** Takes one chunk of orders back; false when none are left. */
async function undoOrders(ctx: Ctx, { importId, chunkRows = UNDO_CHUNK }: Work): Promise<boolean> {
  const row = await requireUndoing(ctx, importId);
  const removed = await removeImportedOrders(ctx, importId, chunkRows);
  if (removed === 0) return false;
  const key = { workspaceId: ctx.workspaceId, id: importId };
  await queries.updateImport(ctx.db, key, { undoDone: row.undoDone + removed });
  return true;
}

async function footprints(ctx: Ctx, importId: string, ids: readonly string[]) {
  const key = { workspaceId: ctx.workspaceId, importId };
  const found = new Map<string, Footprint>();
  for (const one of await undoQueries.listImportedChanges(ctx.db, key, ids)) {
    const known = found.get(one.contact_id);
    found.set(one.contact_id, {
      contactId: one.contact_id,
      isCreated: known?.isCreated || one.kind === "created",
      changes: mergeChanges(known?.changes ?? {}, one.changes),
    });
  }
  return found;
}

async function decide(ctx: Ctx, importId: string, ids: readonly string[]): Promise<Plan> {
  const { db, workspaceId } = ctx;
  const people = await peopleQueries.lockPeople(db, workspaceId, ids);
  const marks = await footprints(ctx, importId, ids);
  const used = new Set(await undoQueries.listUsedSince(db, { workspaceId, importId }, ids));
  const plan: Plan = { removed: [], restored: [], spared: 0 };
  for (const person of people) {
    const footprint = marks.get(person.id);
    // Only consent was claimed for this one; that is taken back for the whole chunk.
    if (!footprint) continue;
    const decision = decideUndo(footprint, {
      isUsed: used.has(person.id),
      valueOf: (field) => peopleQueries.fieldOf(person, field),
    });
    if (decision.kind === "remove") {
      plan.removed.push(person.id);
      continue;
    }
    if (decision.isSpared) plan.spared += 1;
    if (Object.keys(decision.changes).length > 0) {
      plan.restored.push({ before: person, changes: decision.changes });
    }
  }
  return plan;
}

/** Fields whose old identity is somebody else's by now stay as they are. */
async function withoutTaken(ctx: Ctx, plan: Plan): Promise<Plan> {
  const wanted = plan.restored.flatMap(
    ({ before, changes }) => identityMoves(before.id, changes).claimed,
  );
  const unique = wanted.filter((identity) => identity.kind !== "phone");
  const taken = await undoQueries.listTaken(ctx.db, ctx.workspaceId, unique);
  if (taken.length === 0) return plan;
  const names = new Set(taken.map(({ kind, value }) => `${kind} ${value}`));
  let spared = plan.spared;
  const restored = plan.restored.map((one) => {
    const kept = Object.entries(one.changes).filter(
      ([field, [, value]]) => !names.has(`${field} ${value}`),
    );
    if (kept.length < Object.keys(one.changes).length) spared += 1;
    return { ...one, changes: Object.fromEntries(kept) };
  });
  return { ...plan, restored, spared };
}

async function writeUndo(ctx: Ctx, importId: string, plan: Plan): Promise<void> {
  const { db, workspaceId, now } = ctx;
  const scope = { workspaceId, now };
  const moves = plan.restored.map(({ before, changes }) => identityMoves(before.id, changes));
  await peopleQueries.releaseIdentities(
    db,
    workspaceId,
    moves.flatMap((move) => move.released),
  );
  const claimed = moves.flatMap((move) => move.claimed);
  const unique = claimed.filter((identity) => identity.kind !== "phone");
  const got = await peopleQueries.claimIdentities(db, scope, unique);
  if (got < unique.length) throw new IdentityRace();
  const phones = claimed.filter((identity) => identity.kind === "phone");
  await peopleQueries.claimIdentities(db, scope, phones);
  await peopleQueries.updatePeople(
    db,
    scope,
    plan.restored.map(({ before, changes }) => contactRow(withFields(before, changes))),
  );
  await undoQueries.removePeople(db, scope, plan.removed);
  const returned = addressMoves(
    plan.restored.map(({ before, changes }) => ({ contact_id: before.id, changes })),
  );
  await returnAddresses(ctx, returned, importId);
  const changeId = () => newId(now.getTime());
  await peopleQueries.insertChanges(db, { ...scope, source: "import_undo", sourceId: importId }, [
    ...plan.restored.map(({ before, changes }) => ({
      id: changeId(),
      contact_id: before.id,
      kind: "updated" as const,
      changes,
    })),
    ...plan.removed.map((id) => ({
      id: changeId(),
      contact_id: id,
      kind: "removed" as const,
      changes: {},
    })),
  ]);
}

/** Takes the next people back; false when none are left. */
async function undoPeople(ctx: Ctx, { importId, chunkRows = UNDO_CHUNK }: Work): Promise<boolean> {
  const { db, workspaceId } = ctx;
  const row = await requireUndoing(ctx, importId);
  const ids = await undoQueries.listTouched(
    db,
    { workspaceId, importId },
    { after: row.undoCursor, limit: chunkRows },
  );
  if (ids.length === 0) return false;
  const decided = await decide(ctx, importId, ids);
  await revertImportedConsent(ctx, importId, ids);
  const plan = await withoutTaken(ctx, decided);
  const isKept = plan.restored.filter((one) => Object.keys(one.changes).length > 0);
  await writeUndo(ctx, importId, { ...plan, restored: isKept });
  await queries.updateImport(
    db,
    { workspaceId, id: importId },
    {
      undoCursor: ids.at(-1),
      undoDone: row.undoDone + ids.length,
      undoSpared: row.undoSpared + plan.spared,
    },
  );
  return true;
}

/** Takes the next products back; false when none are left. */
async function undoProducts(
  ctx: Ctx,
  { importId, chunkRows = UNDO_CHUNK }: Work,
): Promise<boolean> {
  const row = await requireUndoing(ctx, importId);
  const { handled, spared } = await undoImportedProducts(ctx, importId, chunkRows);
  if (handled === 0) return false;
  const key = { workspaceId: ctx.workspaceId, id: importId };
  const progress = { undoDone: row.undoDone + handled, undoSpared: row.undoSpared + spared };
  await queries.updateImport(ctx.db, key, progress);
  return true;
}

async function finishUndo(ctx: Ctx, importId: string): Promise<void> {
  const row = await requireUndoing(ctx, importId);
  const key = { workspaceId: ctx.workspaceId, id: importId };
  await queries.updateImport(ctx.db, key, { state: "undone", undoneAt: ctx.now });
  await audit.record(ctx, {
    action: "imports.finish_undo",
    subjectType: "import",
    subjectId: importId,
    summary: { handled: row.undoDone, spared: row.undoSpared },
  });
}

/**
 * Takes an import back, chunk by chunk: its orders, its consent, the people and products it made and
 * the values it wrote; what people did since is spared and counted. Resumable like the run: every chunk
 * commits with the place it reached.
 */
export async function runUndo(work: Work): Promise<void> {
  const isUndoing = await work.inTransaction(async (ctx) => {
    const row = await queries.findImport(ctx.db, ctx.workspaceId, work.importId);
    return row?.state === "undoing";
  });
  if (!isUndoing) return;
  try {
    for (const step of [undoOrders, undoPeople, undoProducts]) {
      while (await orAgain(() => work.inTransaction((ctx) => step(ctx, work)))) {
        if (work.signal.aborted) throw new LostImport("stopped");
      }
    }
    await work.inTransaction((ctx) => finishUndo(ctx, work.importId));
    await dropFile(work);
  } catch (error) {
    if (error instanceof LostImport || isOutage(error)) throw error;
    const { code } = toAppError(error);
    if (code === "INTERNAL") {
      logger("imports").error({ importId: work.importId, err: error }, "undo stopped");
    }
    // Stays `undoing` with the reason: the screen offers to continue.
    await work.inTransaction((ctx) =>
      queries.updateImport(
        ctx.db,
        { workspaceId: ctx.workspaceId, id: work.importId },
        { errorCode: code },
      ),
    );
  }
}
