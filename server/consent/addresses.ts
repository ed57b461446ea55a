import { type Ctx, hmac } from "../kernel";
import * as addressQueries from "./address-queries";
import { expireTopics, foldPeople } from "./expire";
import type { LedgerEvent, PersonConsent } from "./ledger.core";
import { type PersonDeclaration, recordConsentBatch } from "./record";
import { suppressionKeyLabel } from "./suppression-queries";

/** Somebody whose address became another one: canonical addresses, null for none. */
export interface AddressMove {
  contactId: string;
  before: string | null;
  after: string | null;
}

/** The topics and legal entities whose advertising a person has ended. */
function endedBy(person: PersonConsent): string[] {
  const topics = [...person.topics].filter(([, topic]) => topic.state === "withdrawn");
  return [...topics.map(([id]) => id), ...person.stops.keys()];
}

/**
 * To be called, in the same transaction, for people whose address became another. Consent belongs
 * to the address: what was granted ends (`expire`; whoever reads the new one has allowed nothing),
 * and what was withdrawn stays with the old address, whoever is recorded with it next. `importId`
 * says which import did it, so that its undo can take exactly this back.
 */
export async function followAddresses(
  ctx: Ctx,
  moves: readonly AddressMove[],
  importId: string | null = null,
): Promise<{ expired: number }> {
  if (moves.length === 0) return { expired: 0 };
  const people = await foldPeople(ctx, idsOf(moves));
  await keepWithdrawals(ctx, moves, people);
  const origin = { source: "address_change", sourceId: importId } as const;
  return { expired: await expireTopics(ctx, people, origin) };
}

/**
 * The same for people to whom the undo of an import gives their former address back: the consent
 * that the import ended comes back too (`undo`), where nobody has declared anything since.
 */
export async function returnAddresses(
  ctx: Ctx,
  moves: readonly AddressMove[],
  importId: string,
): Promise<{ restored: number }> {
  if (moves.length === 0) return { restored: 0 };
  const people = await foldPeople(ctx, idsOf(moves));
  await keepWithdrawals(ctx, moves, people);
  const undos = [...people].flatMap(([contactId, person]): PersonDeclaration[] => {
    const first = firstRowOf(person, importId);
    if (!first) return [];
    const { legalEntityId } = first;
    const evidence = { from: String(first.seq), to: String(person.seq) };
    const origin = { source: "import_undo", sourceId: importId, evidence } as const;
    return [{ contactId, topicId: null, legalEntityId, action: "undo", ...origin }];
  });
  const outcomes = await recordConsentBatch(ctx, undos);
  const restored = undos.filter((_, at) => outcomes[at]?.outcome === "recorded");
  for (const { contactId } of restored) people.delete(contactId);
  await expireTopics(ctx, people, { source: "address_change", sourceId: importId });
  return { restored: restored.length };
}

const idsOf = (moves: readonly AddressMove[]) => moves.map((move) => move.contactId);

async function keepWithdrawals(
  ctx: Ctx,
  moves: readonly AddressMove[],
  people: ReadonlyMap<string, PersonConsent>,
) {
  const { db, workspaceId, now } = ctx;
  const label = suppressionKeyLabel(workspaceId);
  const left = moves.flatMap(({ contactId, before }) => {
    const person = people.get(contactId);
    if (!person || before === null) return [];
    const addressHmac = hmac(label, before);
    return endedBy(person).map((scopeId) => ({ addressHmac, scopeId, contactId, createdAt: now }));
  });
  const taken = moves.flatMap(({ contactId, after }) =>
    after === null ? [] : [{ addressHmac: hmac(label, after), contactId }],
  );
  await addressQueries.insertWithdrawn(db, workspaceId, left);
  await addressQueries.deleteWithdrawn(db, workspaceId, taken);
}

/** Where the unbroken run of an import's rows at the end begins, if it ended consent at all. */
function firstRowOf(person: PersonConsent, importId: string): LedgerEvent | null {
  let first: LedgerEvent | null = null;
  let hasExpired = false;
  let at: PersonConsent | null = person;
  while (at?.last?.sourceId === importId) {
    first = at.last;
    hasExpired ||= first.source === "address_change";
    at = at.previous;
  }
  return hasExpired ? first : null;
}
