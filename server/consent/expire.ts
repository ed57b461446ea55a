import type { Ctx } from "../kernel";
import { foldConsent, type PersonConsent, type TopicConsent } from "./ledger.core";
import * as queries from "./queries";
import { byContactId, type PersonDeclaration, readEvent, recordConsentBatch } from "./record";
import type { ConsentSource } from "./schemas";

/** What the ledger says about some people who have one; they are locked until commit. */
export async function foldPeople(
  ctx: Ctx,
  contactIds: readonly string[],
): Promise<Map<string, PersonConsent>> {
  const locked = await queries.lockContacts(ctx.db, ctx.workspaceId, contactIds);
  const rows = await queries.listLedger(ctx.db, ctx.workspaceId, [...locked.keys()]);
  const folded = [...byContactId(rows)].map(
    ([contactId, own]) => [contactId, foldConsent(own.map(readEvent))] as const,
  );
  return new Map(folded);
}

/** Appends `expire` for the granted topics that are meant; returns for how many. */
export async function expireTopics(
  ctx: Ctx,
  people: ReadonlyMap<string, PersonConsent>,
  given: {
    source: ConsentSource;
    sourceId: string | null;
    isMeant?: (topic: TopicConsent) => boolean;
  },
): Promise<number> {
  const { source, sourceId, isMeant = () => true } = given;
  const declarations = [...people].flatMap(([contactId, person]) =>
    [...person.topics].flatMap(([topicId, topic]): PersonDeclaration[] =>
      topic.state === "granted" && isMeant(topic)
        ? [{ contactId, topicId, action: "expire", source, sourceId }]
        : [],
    ),
  );
  const outcomes = await recordConsentBatch(ctx, declarations);
  return outcomes.filter((o) => o.outcome === "recorded").length;
}

/**
 * Takes back what an import claimed, where the person's consent still rests on that claim; whatever
 * was declared since stays. Appends `expire`, so the topic can be claimed again with better proof.
 */
export async function revertImportedConsent(
  ctx: Ctx,
  importId: string,
  contactIds: readonly string[],
): Promise<{ reverted: number }> {
  const isMeant = (topic: TopicConsent) => topic.claimedBy === importId;
  const origin = { source: "import_undo", sourceId: importId, isMeant } as const;
  return { reverted: await expireTopics(ctx, await foldPeople(ctx, contactIds), origin) };
}
