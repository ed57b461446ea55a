import { and, desc, eq, sql } from "drizzle-orm";
import { contentLinks, contentVersions, type Tx } from "@/db";
import { newId } from "../kernel";

export async function findVersionRow(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({
      id: contentVersions.id,
      campaignId: contentVersions.campaignId,
      compiled: contentVersions.compiled,
    })
    .from(contentVersions)
    .where(and(eq(contentVersions.workspaceId, workspaceId), eq(contentVersions.id, id)));
  return row ?? null;
}

/** The version of a campaign with exactly this content, if it was frozen before. */
export async function findVersionByHash(
  tx: Tx,
  workspaceId: string,
  version: { campaignId: string; sha256: string },
) {
  const [row] = await tx
    .select({ id: contentVersions.id })
    .from(contentVersions)
    .where(
      and(
        eq(contentVersions.workspaceId, workspaceId),
        eq(contentVersions.campaignId, version.campaignId),
        eq(contentVersions.sha256, version.sha256),
      ),
    )
    .limit(1);
  return row ?? null;
}

export async function insertVersion(
  tx: Tx,
  row: typeof contentVersions.$inferInsert,
): Promise<void> {
  await tx.insert(contentVersions).values(row);
}

/** Where the links of a new version lead, in their order. */
export async function insertLinks(
  tx: Tx,
  version: {
    workspaceId: string;
    versionId: string;
    links: readonly { id: string; url: string; label: string }[];
  },
): Promise<void> {
  const { workspaceId, versionId, links } = version;
  if (links.length === 0) return;
  await tx
    .insert(contentLinks)
    .values(links.map((link, position) => ({ workspaceId, versionId, position, ...link })));
}

/**
 * Rows for addresses that a version's mails lead to but its source does not name, made where they
 * are missing, behind the version's own links. Returns the row's id by address.
 */
export async function ensureProductLinks(
  tx: Tx,
  { workspaceId, now }: { workspaceId: string; now: Date },
  asked: { versionId: string; wanted: readonly { url: string; label: string }[] },
): Promise<Map<string, string>> {
  const { versionId, wanted } = asked;
  const known = await findLinks(tx, workspaceId, versionId);
  if (wanted.every(({ url }) => known.has(url))) return known;
  // Two batches may meet the same new product: the second finds the first one's row.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`content_links:${versionId}`}, 0))`,
  );
  const latest = await findLinks(tx, workspaceId, versionId);
  const position = await tx.$count(
    contentLinks,
    and(eq(contentLinks.workspaceId, workspaceId), eq(contentLinks.versionId, versionId)),
  );
  const missing = wanted
    .filter(({ url }) => !latest.has(url))
    .map((link, at) => ({ id: newId(now.getTime()), position: position + at, ...link }));
  if (missing.length > 0) {
    const rows = missing.map((link) => ({ workspaceId, versionId, ...link }));
    await tx.insert(contentLinks).values(rows);
  }
  return new Map([...latest, ...missing.map(({ url, id }) => [url, id] as const)]);
}

/** The first link to each address of a version. */
async function findLinks(
  tx: Tx,
  workspaceId: string,
  versionId: string,
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: contentLinks.id, url: contentLinks.url })
    .from(contentLinks)
    .where(and(eq(contentLinks.workspaceId, workspaceId), eq(contentLinks.versionId, versionId)))
    .orderBy(desc(contentLinks.position));
  return new Map(rows.map((row) => [row.url, row.id]));
}
