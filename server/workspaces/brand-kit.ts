import type { Tx } from "@/db";
import { env, packId, signToken } from "../kernel";
import { imprintMissing } from "./imprint.core";
import * as queries from "./queries";

/** All that a mail of a brand needs of its workspace: sender, look and imprint. */
export type BrandKit = NonNullable<Awaited<ReturnType<typeof findBrandKit>>>;

/** Public address of a logo: a signed name, never the file's own. Null without a logo. */
export function logoUrl(workspaceId: string, fileId: string | null): string | null {
  if (!fileId) return null;
  const token = signToken("media", ["logo", packId(workspaceId), packId(fileId)]);
  return `${env().BASE_URL}/media/${token}`;
}

/**
 * The kit of one brand, archived ones included (their mail may still be on its way); null when the
 * workspace has no such brand. `imprintMissing` names the legal entity's empty fields: while it is
 * not empty, nothing may be sent.
 */
export async function findBrandKit(tx: Tx, workspaceId: string, brandId: string) {
  const row = await queries.findBrandWithEntity(tx, workspaceId, brandId);
  if (!row) return null;
  const { logoFileId, ...brand } = row.brand;
  return {
    brand: { ...brand, logoUrl: logoUrl(workspaceId, logoFileId) },
    entity: row.entity,
    workspace: row.workspace,
    imprintMissing: imprintMissing(row.entity) as string[],
  };
}
