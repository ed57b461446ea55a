import { and, eq } from "drizzle-orm";
import { contentLinks, contentVersions, type Tx } from "@/db";

export async function findVersionRow(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({ id: contentVersions.id, compiled: contentVersions.compiled })
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
