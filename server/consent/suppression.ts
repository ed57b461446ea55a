import * as audit from "../audit";
import { canonicalAddress } from "../contacts";
import type { Ctx } from "../kernel";
import { AppError, hmac } from "../kernel";
import { lockContactsByAddress } from "./queries";
import type { SuppressionReason } from "./schemas";
import * as queries from "./suppression-queries";

/**
 * The name of an address in the suppression list: HMAC-SHA256 under a key of the workspace, hex.
 * Throws the address's own code when it is not a valid one. `suppressedSql` computes the same.
 */
export function addressHmac(workspaceId: string, address: string): string {
  const verdict = canonicalAddress(address);
  if (!verdict.ok) throw new AppError(verdict.code, { field: "address" });
  return hmac(queries.suppressionKeyLabel(workspaceId), verdict.address);
}

/**
 * Ends all mail to an address in this workspace. It locks the people who have it, so that an
 * intent that waits sees the suppression. Adding it twice changes nothing; nothing removes it.
 */
export async function suppress(
  ctx: Ctx,
  given: { address: string; reason: SuppressionReason; source: string },
): Promise<{ addressHmac: string; isNew: boolean }> {
  const digest = addressHmac(ctx.workspaceId, given.address);
  const verdict = canonicalAddress(given.address);
  if (verdict.ok) await lockContactsByAddress(ctx.db, ctx.workspaceId, verdict.address);
  const isNew = await queries.insertSuppression(ctx.db, {
    workspaceId: ctx.workspaceId,
    addressHmac: digest,
    reason: given.reason,
    source: given.source,
    createdAt: ctx.now,
  });
  if (isNew && ctx.actor.kind === "user") {
    await audit.record(ctx, {
      action: "consent.suppress",
      subjectType: "suppression",
      subjectId: digest.slice(0, 12),
      summary: { reason: given.reason },
    });
  }
  return { addressHmac: digest, isNew };
}

/** Canonical addresses by their digest under the workspace's key. */
export function byDigest(workspaceId: string, addresses: readonly string[]): Map<string, string> {
  const label = queries.suppressionKeyLabel(workspaceId);
  return new Map(addresses.map((address) => [hmac(label, address), address]));
}

/** Which of these canonical addresses are suppressed in the workspace. */
export async function findSuppressed(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  addresses: readonly string[],
): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const known = byDigest(ctx.workspaceId, addresses);
  const found = await queries.listSuppressedDigests(ctx.db, ctx.workspaceId, [...known.keys()]);
  return new Set(found.flatMap((digest) => known.get(digest) ?? []));
}

/** Whether an address is suppressed, and since when why. Noted in the audit log, as a digest. */
export async function checkAddress(ctx: Ctx, input: { address: string }) {
  const digest = addressHmac(ctx.workspaceId, input.address);
  const entries = await queries.listEntriesOfDigest(ctx.db, ctx.workspaceId, digest);
  await audit.record(ctx, {
    action: "consent.check-address",
    subjectType: "suppression",
    subjectId: digest.slice(0, 12),
  });
  return { digest: digest.slice(0, 12), entries };
}

/** Adds an address by hand. `isNew` is false when it stood there already. */
export async function suppressByHand(
  ctx: Ctx,
  input: { address: string },
): Promise<{ isNew: boolean }> {
  const given = { address: input.address, reason: "manual", source: "console" } as const;
  const { isNew } = await suppress(ctx, given);
  return { isNew };
}
