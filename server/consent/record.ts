import type { Ctx, ErrorCode } from "../kernel";
import { AppError, newId } from "../kernel";
import { listWithdrawn } from "./address-queries";
import { digestDetails, hashRow, type LedgerRow, newSalt } from "./chain";
import {
  applyEvent,
  decideTransition,
  foldConsent,
  isConfirmedRequest,
  type LedgerEvent,
  type PersonConsent,
  type Proposal,
} from "./ledger.core";
import * as queries from "./queries";
import {
  ConsentAction,
  type ConsentDeclaration,
  ConsentSource,
  LegalBasis,
  TRACKING_BASES,
} from "./schemas";
import { byDigest, findSuppressed } from "./suppression";

/** One declaration about one person. */
export interface PersonDeclaration extends ConsentDeclaration {
  contactId: string;
}

/** What became of a declaration: written, without effect, or refused with the code for its row. */
export type ConsentOutcome =
  | { outcome: "recorded"; seq: number }
  | { outcome: "unchanged" }
  | { outcome: "refused"; code: ErrorCode };

/** A person while declarations are applied to them. */
interface Running {
  person: PersonConsent;
  headHash: string;
  email: string | null;
  touched: boolean;
}

interface Batch {
  people: Map<string, Running>;
  purposes: Awaited<ReturnType<typeof queries.listPurposes>>;
  suppressed: Set<string>;
  /** Address → what earlier holders of it ended: topics and legal entities. */
  ended: Map<string, { scopeId: string; contactId: string }[]>;
  events: LedgerRow[];
  details: queries.DetailsRow[];
}

/** A stored row as the fold reads it; an unknown action, basis or source throws. */
export function readEvent(row: LedgerRow): LedgerEvent {
  return {
    seq: row.seq,
    at: row.at,
    action: ConsentAction.parse(row.action),
    topicId: row.topicId,
    legalEntityId: row.legalEntityId,
    basis: LegalBasis.parse(row.basis),
    source: ConsentSource.parse(row.source),
    sourceId: row.sourceId,
    evidence: row.evidence,
  };
}

/**
 * Records one declaration and the state that follows, in the caller's transaction. A declaration
 * without effect writes nothing. Throws the code of a refusal (CONSENT_TRANSITION, ROW_SUPPRESSED,
 * CONSENT_EVIDENCE_REQUIRED; NOT_FOUND for a person or topic of elsewhere).
 */
export async function recordConsent(
  ctx: Ctx,
  contactId: string,
  declaration: ConsentDeclaration,
): Promise<Exclude<ConsentOutcome, { outcome: "refused" }>> {
  const [result] = await recordConsentBatch(ctx, [{ ...declaration, contactId }]);
  if (!result) throw new AppError("INTERNAL");
  if (result.outcome === "refused") throw new AppError(result.code);
  return result;
}

/**
 * Records many declarations in a handful of statements, in their order, and tells for each what
 * became of it. People are locked until commit, so a send's intent sees either all or nothing.
 * Import never revives what was withdrawn, objected to, complained about or erased.
 */
export async function recordConsentBatch(
  ctx: Ctx,
  declarations: readonly PersonDeclaration[],
): Promise<ConsentOutcome[]> {
  if (declarations.length === 0) return [];
  const batch = await openBatch(ctx, declarations);
  const outcomes = declarations.map((declaration) => applyOne(ctx, batch, declaration));
  await closeBatch(ctx, batch);
  return outcomes;
}

async function openBatch(ctx: Ctx, declarations: readonly PersonDeclaration[]): Promise<Batch> {
  const { db, workspaceId } = ctx;
  const ids = [...new Set(declarations.map((d) => d.contactId))];
  const topicIds = [...new Set(declarations.flatMap((d) => d.topicId ?? []))];
  const locked = await queries.lockContacts(db, workspaceId, ids);
  // Read only after the lock is held: whatever another writer committed is seen.
  const rows = await queries.listLedger(db, workspaceId, [...locked.keys()]);
  const byContact = byContactId(rows);
  const people = new Map<string, Running>();
  for (const { id, email } of locked.values()) {
    const own = byContact.get(id) ?? [];
    const person = foldConsent(own.map(readEvent));
    people.set(id, { person, email, headHash: own.at(-1)?.hash ?? "", touched: false });
  }
  const grows = declarations.some((d) => isGrowth(d.action));
  const addresses = grows ? [...people.values()].flatMap((p) => p.email ?? []) : [];
  return {
    people,
    purposes: await queries.listPurposes(db, workspaceId, topicIds),
    suppressed: await findSuppressed(ctx, addresses),
    ended: await findEnded(ctx, addresses),
    events: [],
    details: [],
  };
}

async function findEnded(ctx: Ctx, addresses: readonly string[]): Promise<Batch["ended"]> {
  const ended: Batch["ended"] = new Map();
  if (addresses.length === 0) return ended;
  const known = byDigest(ctx.workspaceId, addresses);
  for (const row of await listWithdrawn(ctx.db, ctx.workspaceId, [...known.keys()])) {
    const address = known.get(row.addressHmac) ?? "";
    ended.set(address, [...(ended.get(address) ?? []), row]);
  }
  return ended;
}

/** Whether somebody who had this person's address before ended what is to be granted. */
function isEnded(batch: Batch, running: Running, proposal: Proposal & { contactId: string }) {
  const { topicId, legalEntityId, contactId } = proposal;
  return (batch.ended.get(running.email ?? "") ?? []).some(
    (one) =>
      one.contactId !== contactId && (one.scopeId === topicId || one.scopeId === legalEntityId),
  );
}

/** Rows by person; they come ordered, so each person's stay oldest first. */
export function byContactId(rows: readonly LedgerRow[]): Map<string, LedgerRow[]> {
  const found = new Map<string, LedgerRow[]>();
  for (const row of rows) {
    const own = found.get(row.contactId);
    if (own) own.push(row);
    else found.set(row.contactId, [row]);
  }
  return found;
}

function isGrowth(action: ConsentAction): boolean {
  return action === "grant" || action === "import_claim";
}

function refused(code: ErrorCode): ConsentOutcome {
  return { outcome: "refused", code };
}

function entityOf(batch: Batch, { topicId, legalEntityId }: PersonDeclaration) {
  return topicId ? batch.purposes.get(topicId)?.legalEntityId : legalEntityId;
}

/** Being measured is granted by the person's own yes and by no other basis. */
function isTrackingUnproven(batch: Batch, { action, topicId, basis }: PersonDeclaration): boolean {
  const isTracking = batch.purposes.get(topicId ?? "")?.channel === "tracking";
  return isTracking && isGrowth(action) && !TRACKING_BASES.some((enough) => enough === basis);
}

function applyOne(ctx: Ctx, batch: Batch, declaration: PersonDeclaration): ConsentOutcome {
  const running = batch.people.get(declaration.contactId);
  const entity = entityOf(batch, declaration);
  if (!running || !entity) return refused("NOT_FOUND");
  if (isTrackingUnproven(batch, declaration)) return refused("CONSENT_EVIDENCE_REQUIRED");
  const proposal: Proposal = {
    at: ctx.now,
    action: declaration.action,
    topicId: declaration.topicId,
    legalEntityId: entity,
    basis: declaration.basis ?? "none",
    source: declaration.source,
    sourceId: declaration.sourceId ?? null,
    evidence: declaration.evidence ?? {},
    isByPerson: ctx.actor.kind === "contact" && ctx.actor.id === declaration.contactId,
  };
  const verdict = decideTransition(running.person, proposal);
  if (!verdict.ok) return refused(verdict.code);
  if (verdict.effect === "none") return { outcome: "unchanged" };
  if (isGrowth(declaration.action) && running.email && batch.suppressed.has(running.email)) {
    return refused("ROW_SUPPRESSED");
  }
  const { contactId } = declaration;
  if (isGrowth(declaration.action) && isEnded(batch, running, { ...proposal, contactId })) {
    // Only whoever reads mail there can take that back.
    if (!isConfirmedRequest(proposal)) return refused("CONSENT_TRANSITION");
  }
  return append(ctx, batch, { running, proposal, declaration });
}

function append(
  ctx: Ctx,
  batch: Batch,
  given: { running: Running; proposal: Proposal; declaration: PersonDeclaration },
): ConsentOutcome {
  const { running, declaration } = given;
  const { isByPerson: _, ...proposed } = given.proposal;
  const seq = running.person.seq + 1;
  const { contactId, details = {} } = declaration;
  const hasDetails = Object.keys(details).length > 0;
  const salt = hasDetails ? newSalt() : "";
  const row = {
    ...proposed,
    workspaceId: ctx.workspaceId,
    contactId,
    seq,
    id: newId(ctx.now.getTime()),
    campaignId: declaration.campaignId ?? null,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    evidence: { ...proposed.evidence },
    detailsDigest: hasDetails ? digestDetails(details, salt) : "",
    prevHash: running.headHash,
  };
  const hash = hashRow(row);
  running.person = applyEvent(running.person, { ...proposed, seq });
  running.headHash = hash;
  running.touched = true;
  batch.events.push({ ...row, hash });
  if (hasDetails) {
    batch.details.push({ workspaceId: ctx.workspaceId, contactId, seq, salt, details });
  }
  return { outcome: "recorded", seq };
}

async function closeBatch(ctx: Ctx, batch: Batch): Promise<void> {
  const states = [...batch.people].flatMap(([contactId, { person, touched }]) =>
    touched ? statesOf(ctx.workspaceId, contactId, person) : [],
  );
  await queries.insertEvents(ctx.db, batch.events);
  await queries.insertDetails(ctx.db, batch.details);
  await queries.upsertStates(ctx.db, states);
  // After an undo nothing may stand of what only the undone rows declared.
  for (const [contactId, { person }] of batch.people) {
    if (person.last?.action !== "undo") continue;
    const kept = [...person.topics.keys()];
    await queries.deleteOtherStates(ctx.db, ctx.workspaceId, { contactId, kept });
  }
}

/** The rows of consent_states that follow from a person's ledger. */
export function statesOf(
  workspaceId: string,
  contactId: string,
  person: PersonConsent,
): queries.StateRow[] {
  return [...person.topics].map(([topicId, topic]) => ({
    workspaceId,
    contactId,
    topicId,
    state: topic.state,
    basis: topic.basis,
    since: topic.since,
    pausedUntil: topic.pausedUntil,
    seq: topic.seq,
  }));
}
