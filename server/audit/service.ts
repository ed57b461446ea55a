import { type Ctx, newId } from "../kernel";
import { auditHash, firstBroken } from "./chain.core";
import * as queries from "./queries";

export interface AuditRecord {
  /** `<domain>.<verb>`, the past of which the audit screen words. */
  action: string;
  subjectType: string;
  subjectId: string;
  /** Ids, field names, counts; never personal data. */
  summary?: Record<string, unknown>;
}

/**
 * Appends one entry to the workspace's audit chain, in the caller's transaction: it exists exactly
 * when the change does. Call it last, because it holds the chain's lock until commit.
 */
export async function record(ctx: Ctx, entry: AuditRecord): Promise<void> {
  const head = await queries.lockHead(ctx.db, ctx.workspaceId);
  const link = {
    seq: head.seq + 1,
    at: ctx.now,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    action: entry.action,
    subjectType: entry.subjectType,
    subjectId: entry.subjectId,
    summary: entry.summary ?? {},
    requestId: ctx.requestId,
    prevHash: head.hash,
  };
  await queries.insertEntry(ctx.db, {
    ...link,
    workspaceId: ctx.workspaceId,
    hash: auditHash(link),
  });
}

/** Whether this request has written an entry (its transaction still holds the chain's lock). */
export async function hasEntryOf(ctx: Ctx): Promise<boolean> {
  const head = await queries.lockHead(ctx.db, ctx.workspaceId);
  return head.requestId === ctx.requestId;
}

/** Notes that somebody opened a person's page. */
export async function recordRead(ctx: Ctx, contactId: string): Promise<void> {
  if (ctx.actor.kind !== "user") return;
  await queries.insertRead(ctx.db, {
    workspaceId: ctx.workspaceId,
    contactId,
    id: newId(ctx.now.getTime()),
    userId: ctx.actor.id,
    at: ctx.now,
  });
}

/** Replays the chain; `brokenAt` names the first entry that was changed, or is null. */
export async function verify(ctx: Ctx): Promise<{ entries: number; brokenAt: number | null }> {
  const chain = await queries.listChain(ctx.db, ctx.workspaceId);
  const links = chain.map(({ workspaceId: _, ...link }) => link);
  return { entries: links.length, brokenAt: firstBroken(links) };
}
