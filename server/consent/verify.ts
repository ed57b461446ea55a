import type { Ctx } from "../kernel";
import { digestDetails, hashRow, type LedgerRow } from "./chain";
import { foldConsent, LedgerBroken } from "./ledger.core";
import * as queries from "./queries";
import { readEvent, statesOf } from "./record";

/** What a replay of one person's ledger found. */
export interface LedgerProof {
  events: number;
  /** The first row that was changed, is missing or says something unknown; null when all follow. */
  brokenAt: number | null;
  /** Topics whose stored state does not follow from the ledger. */
  differing: string[];
}

/** Recomputes every hash and digest of a person's ledger, replays it and compares the states. */
export async function verifyPerson(ctx: Ctx, contactId: string): Promise<LedgerProof> {
  const { db, workspaceId } = ctx;
  const rows = await queries.listLedger(db, workspaceId, [contactId]);
  const details = await queries.listDetails(db, workspaceId, contactId);
  const stored = await queries.listStates(db, workspaceId, contactId);
  const brokenAt = firstBroken(rows, details);
  if (brokenAt !== null) return { events: rows.length, brokenAt, differing: [] };
  try {
    const derived = statesOf(workspaceId, contactId, foldConsent(rows.map(readEvent)));
    return { events: rows.length, brokenAt: null, differing: differences(stored, derived) };
  } catch (error) {
    const seq = error instanceof LedgerBroken ? error.seq : (rows.at(-1)?.seq ?? 0);
    return { events: rows.length, brokenAt: seq, differing: [] };
  }
}

type Details = Awaited<ReturnType<typeof queries.listDetails>>;

function firstBroken(rows: readonly LedgerRow[], details: Details): number | null {
  const known = new Map(details.map((row) => [row.seq, row]));
  let previous = "";
  for (const [index, { hash, ...row }] of rows.entries()) {
    const isChained = row.seq === index + 1 && row.prevHash === previous && hashRow(row) === hash;
    const own = known.get(row.seq);
    // Erased details prove nothing any more, but break nothing either.
    const isDetailed = !own || digestDetails(own.details, own.salt) === row.detailsDigest;
    if (!isChained || !isDetailed) return row.seq;
    previous = hash;
  }
  return null;
}

function differences(
  stored: readonly queries.StateRow[],
  derived: readonly queries.StateRow[],
): string[] {
  const textOf = (rows: readonly queries.StateRow[]) =>
    new Map(rows.map((row) => [row.topicId, JSON.stringify(Object.entries(row).sort())]));
  const [left, right] = [textOf(stored), textOf(derived)];
  const ids = new Set([...left.keys(), ...right.keys()]);
  return [...ids].filter((id) => left.get(id) !== right.get(id));
}
