import type { Tx } from "@/db";
import { type Ctx, newId, sha256 } from "../kernel";
import { type CompileInput, compileLetter } from "./compile";
import { CompiledLetter } from "./compiled";
import * as queries from "./queries";
import type { LetterDocument } from "./schemas";

/** Versions never change, so a process may keep the last few it read (about 30 kB each). */
const KEPT = 64;
const cache = new Map<string, CompiledLetter>();

/** A frozen letter that this version of the product cannot read: damaged, or made by a newer one. */
export class UnreadableLetter extends Error {
  override readonly name = "UnreadableLetter";
  readonly campaignId: string | null;
  constructor(campaignId: string | null, cause: unknown) {
    super("A frozen letter cannot be read.", { cause });
    this.campaignId = campaignId;
  }
}

/**
 * A frozen version's compiled letter, or null when this workspace has no such version. The same
 * object is returned as long as it is kept, so that its templates are parsed once. Throws UnreadableLetter.
 */
export async function findVersion(
  tx: Tx,
  workspaceId: string,
  versionId: string,
): Promise<CompiledLetter | null> {
  const key = `${workspaceId} ${versionId}`;
  const known = cache.get(key);
  if (known) return known;
  const row = await queries.findVersionRow(tx, workspaceId, versionId);
  if (!row) return null;
  const { data: compiled, error } = CompiledLetter.safeParse(row.compiled);
  if (error) throw new UnreadableLetter(row.campaignId, error);
  if (cache.size >= KEPT) cache.delete(cache.keys().next().value ?? "");
  cache.set(key, compiled);
  return compiled;
}

/**
 * Compiles a campaign's letter and keeps it, and where its links lead, as a version that never
 * changes; the same content gives the version it already has. Throws what `compileLetter` throws.
 */
export async function freezeLetter(
  ctx: Ctx,
  input: CompileInput & { campaignId: string; document: LetterDocument },
): Promise<string> {
  const { campaignId, document } = input;
  const compiled = await compileLetter(document, input);
  const hash = sha256(JSON.stringify([document, compiled]));
  const known = await queries.findVersionByHash(ctx.db, ctx.workspaceId, {
    campaignId,
    sha256: hash,
  });
  if (known) return known.id;
  const id = newId(ctx.now.getTime());
  const links = compiled.links.map((link) => ({ ...link, id: newId(ctx.now.getTime()) }));
  await queries.insertVersion(ctx.db, {
    workspaceId: ctx.workspaceId,
    id,
    campaignId,
    document,
    compiled: { ...compiled, links },
    sha256: hash,
    createdAt: ctx.now,
  });
  await queries.insertLinks(ctx.db, { workspaceId: ctx.workspaceId, versionId: id, links });
  return id;
}
