import { and, desc, eq, lt, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import { suppressions, type Tx } from "@/db";
import { deriveKey } from "../kernel";

/** Label of the workspace's own key, so that digests of two workspaces have nothing in common. */
export function suppressionKeyLabel(workspaceId: string): string {
  return `suppression:${workspaceId}`;
}

const BLOCK = 64;

/** The key block of HMAC (RFC 2104): the key padded with zeros to 64 bytes, each XOR `byte`. */
function keyBlock(key: Buffer, byte: number): Buffer {
  const block = Buffer.alloc(BLOCK, byte);
  for (const [index, value] of key.entries()) block[index] = value ^ byte;
  return block;
}

/** What the digests of a workspace's addresses are made with, as HMAC uses it. */
export interface DigestKey {
  inner: Buffer;
  outer: Buffer;
}

/** The digest key of a workspace. */
export function digestKey(workspaceId: string): DigestKey {
  const key = deriveKey(suppressionKeyLabel(workspaceId));
  return { inner: keyBlock(key, 0x36), outer: keyBlock(key, 0x5c) };
}

/**
 * SQL twin of `addressHmac` for a column of canonical addresses: HMAC-SHA256 written out with
 * PostgreSQL's own sha256. Computed from the address, never stored beside it, so that no writer of
 * contacts can forget it and let a suppressed address through.
 */
function addressHmacSql(
  { inner, outer }: Record<keyof DigestKey, Buffer | Placeholder>,
  address: SQL,
): SQL {
  const inside = sql`sha256(${inner}::bytea || convert_to(${address}, 'UTF8'))`;
  return sql`encode(sha256(${outer}::bytea || ${inside}), 'hex')`;
}

/** Whether the address in a column is suppressed. Without any suppression no digest is computed. */
export function suppressedSql(workspaceId: string, address: SQL): SQL {
  const own = sql`select 1 from suppressions where workspace_id = ${workspaceId}`;
  const digests = sql`select address_hmac from suppressions where workspace_id = ${workspaceId}`;
  return sql`(exists (${own}) and ${addressHmacSql(digestKey(workspaceId), address)} in (${digests}))`;
}

/** The same for few addresses: each is looked up, however many are suppressed. */
export function isSuppressedSql(
  of: { workspaceId: Placeholder } & Record<keyof DigestKey, Placeholder>,
  address: SQL,
): SQL {
  // Not "exists", of which the planner may make a hash of the whole list.
  return sql`coalesce((select true from suppressions where workspace_id = ${of.workspaceId}
    and address_hmac = ${addressHmacSql(of, address)} limit 1), false)`;
}

/** False when the same address already stands there for the same reason. */
export async function insertSuppression(
  tx: Tx,
  row: typeof suppressions.$inferInsert,
): Promise<boolean> {
  const added = await tx
    .insert(suppressions)
    .values(row)
    .onConflictDoNothing()
    .returning({ reason: suppressions.reason });
  return added.length > 0;
}

export async function listSuppressedDigests(
  tx: Tx,
  workspaceId: string,
  digests: readonly string[],
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ digest: suppressions.addressHmac })
    .from(suppressions)
    .where(
      and(
        eq(suppressions.workspaceId, workspaceId),
        sql`${suppressions.addressHmac} = any(${sql.param(digests)}::text[])`,
      ),
    );
  return rows.map((row) => row.digest);
}

/** All entries of one address. */
export function listEntriesOfDigest(tx: Tx, workspaceId: string, digest: string) {
  return tx
    .select({ reason: suppressions.reason, at: suppressions.createdAt })
    .from(suppressions)
    .where(and(eq(suppressions.workspaceId, workspaceId), eq(suppressions.addressHmac, digest)))
    .orderBy(suppressions.createdAt);
}

export interface SuppressionCursor {
  at: Date;
  digest: string;
}

/** A page of the list, newest first. */
export function listSuppressions(
  tx: Tx,
  workspaceId: string,
  page: { before: SuppressionCursor | null; limit: number },
) {
  const { before, limit } = page;
  return tx
    .select({
      digest: suppressions.addressHmac,
      reason: suppressions.reason,
      source: suppressions.source,
      at: suppressions.createdAt,
    })
    .from(suppressions)
    .where(
      and(
        eq(suppressions.workspaceId, workspaceId),
        before
          ? or(
              lt(suppressions.createdAt, before.at),
              and(
                eq(suppressions.createdAt, before.at),
                lt(suppressions.addressHmac, before.digest),
              ),
            )
          : undefined,
      ),
    )
    .orderBy(desc(suppressions.createdAt), desc(suppressions.addressHmac))
    .limit(limit);
}
