import { recordRead } from "../audit";
import { AppError, type Ctx, showId } from "../kernel";
import { findSubject } from "./ledger-queries";
import * as queries from "./queries";
import { listTopicsOfPerson, personConsentTimeline } from "./topic-queries";
import { verifyPerson } from "./verify";

/** More rows than any person has; a bound all the same. */
const MOST = 5_000;

/**
 * The proof of one person's consent: every row of their ledger with what still stands of its
 * details, what follows from it, and whether hashes and states hold. Opening it is noted in the
 * read log. NOT_FOUND for nobody.
 */
export async function getCertificate(ctx: Ctx, input: { contactId: string }) {
  const { db, workspaceId } = ctx;
  const subject = await findSubject(db, workspaceId, input.contactId);
  if (!subject) throw new AppError("NOT_FOUND");
  const page = { contactId: input.contactId, limit: MOST };
  const rows = await personConsentTimeline(db, workspaceId, page);
  const details = await queries.listDetails(db, workspaceId, input.contactId);
  const known = new Map(details.map((row) => [row.seq, row.details]));
  const topics = await listTopicsOfPerson(db, workspaceId, input.contactId);
  await recordRead(ctx, input.contactId);
  return {
    issuedAt: ctx.now,
    person: { ...subject, shownId: showId("contact", subject.id) },
    topics,
    events: rows.toReversed().map((row) => ({ ...row, details: known.get(row.seq) ?? null })),
    proof: await verifyPerson(ctx, input.contactId),
  };
}

export type Certificate = Awaited<ReturnType<typeof getCertificate>>;
