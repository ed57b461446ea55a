import type { Readable } from "node:stream";
import { AppError, type Ctx, newId } from "../kernel";
import { blobStore } from "./blob-store";
import * as queries from "./queries";

/**
 * `import`: an uploaded table; `import_errors`: its error file; `logo`: a brand's picture; `image`:
 * one that letters show.
 */
export type FileKind = "import" | "import_errors" | "logo" | "image";

const MAX_BYTES: Record<FileKind, number> = {
  import: 2 * 1024 ** 3,
  import_errors: 2 * 1024 ** 3,
  logo: 1024 ** 2,
  image: 5 * 1024 ** 2,
};

export interface NewFile {
  kind: FileKind;
  /** As the person called it; shown, never used as a path. */
  name: string;
  contentType: string;
  stream: AsyncIterable<Uint8Array>;
  /** Lower than the kind's own limit (import 2 GiB, logo 1 MiB, image 5 MiB). */
  maxBytes?: number;
}

export interface SavedFile {
  id: string;
  size: number;
  sha256: string;
}

/**
 * Streams a file into the blob store and records it in the caller's transaction. Errors:
 * UPLOAD_TOO_LARGE, DISK_FULL; nothing is left behind by either. When the transaction is rolled
 * back later, bytes without a row remain: nothing ever reads them.
 */
export async function saveFile(ctx: Ctx, file: NewFile): Promise<SavedFile> {
  const id = newId(ctx.now.getTime());
  const storageKey = `${ctx.workspaceId}/${id}`;
  const limit = MAX_BYTES[file.kind];
  const written = await blobStore().write(storageKey, {
    stream: file.stream,
    maxBytes: Math.min(file.maxBytes ?? limit, limit),
  });
  await queries.insertFile(ctx.db, {
    workspaceId: ctx.workspaceId,
    id,
    kind: file.kind,
    name: file.name.slice(0, 200),
    contentType: file.contentType,
    size: written.size,
    sha256: written.sha256,
    storageKey,
    createdAt: ctx.now,
  });
  return { id, ...written };
}

/** The bytes of a file of this workspace. Error: NOT_FOUND. */
export async function openFile(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  fileId: string,
): Promise<Readable> {
  const file = await queries.findFile(ctx.db, ctx.workspaceId, fileId);
  if (!file) throw new AppError("NOT_FOUND");
  return blobStore().read(file.storageKey);
}

/**
 * Removes a file. Call it last: the bytes are gone at once, also when the transaction fails later
 * (then opening it answers NOT_FOUND).
 */
export async function removeFile(ctx: Ctx, fileId: string): Promise<void> {
  const key = await queries.deleteFile(ctx.db, ctx.workspaceId, fileId);
  if (key) await blobStore().remove(key);
}

/** Where the bytes of a workspace's files are, for whoever is about to remove it whole. */
export function listBytes(ctx: Pick<Ctx, "db" | "workspaceId">): Promise<string[]> {
  return queries.listStorageKeys(ctx.db, ctx.workspaceId);
}

/** Removes bytes whose rows are gone. */
export async function dropBytes(keys: readonly string[]): Promise<void> {
  for (const key of keys) await blobStore().remove(key);
}

const PICTURES: readonly string[] = ["logo", "image"] satisfies FileKind[];

/** A picture with its type, or null: no other kind of file is ever served without a session. */
export async function findPicture(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  fileId: string,
): Promise<{ contentType: string; size: number; stream: Readable } | null> {
  const file = await queries.findFile(ctx.db, ctx.workspaceId, fileId);
  if (!file || !PICTURES.includes(file.kind)) return null;
  const stream = await blobStore().read(file.storageKey);
  return { contentType: file.contentType, size: file.size, stream };
}
