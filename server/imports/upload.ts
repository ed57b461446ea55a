import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { saveFile } from "../files";
import { AppError, type Ctx, env, newId, toAppError } from "../kernel";
import { createDraft } from "./drafts";
import { ByteScan } from "./encoding.core";
import { type FreeSpace, freeForFiles, requireRoom } from "./room";
import { type ImportKind, MAX_FILE_BYTES } from "./schemas";
import { unpacked } from "./unpack";

/** A file as it arrived, in a place of its own until it is a draft. */
export interface Spooled {
  path: string;
  size: number;
  remove: () => Promise<void>;
}

const STALE_MS = 24 * 3_600_000;

function spoolFolder(): string {
  return path.resolve(env().DATA_DIR, "uploads");
}

/** Removes what an upload that was killed left behind. */
async function sweep(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found && now.getTime() - found.mtimeMs > STALE_MS) await rm(file, { force: true });
  }
}

/** How often a growing upload asks whether there is still room; others write to the disk too. */
const LOOK_EVERY = 16 * 1024 * 1024;

/**
 * Writes an upload to disk as it comes in, so that no transaction is open while a slow line sends.
 * `announced` is the size it is said to have, 0 when nobody said. UPLOAD_TOO_LARGE, DISK_FULL (also
 * when less than the announced size and a reserve are free); neither leaves anything behind.
 */
export async function spool(
  stream: AsyncIterable<Uint8Array>,
  given: { now: Date; announced: number; freeSpace?: FreeSpace },
): Promise<Spooled> {
  const { now, announced, freeSpace = freeForFiles } = given;
  const folder = spoolFolder();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await sweep(folder, now);
  // The draft's copy is made beside this one.
  await requireRoom(2 * announced, freeSpace);
  const file = path.join(folder, newId(now.getTime()));
  const remove = () => rm(file, { force: true });
  const handle = await open(file, "wx", 0o600);
  let size = 0;
  let lookAt = LOOK_EVERY;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size >= lookAt) {
        await requireRoom(0, freeSpace);
        lookAt += LOOK_EVERY;
      }
      if (size > MAX_FILE_BYTES) throw new AppError("UPLOAD_TOO_LARGE");
      await handle.writeFile(chunk);
    }
  } catch (error) {
    await remove();
    const coded = toAppError(error);
    throw coded.code === "INTERNAL" ? error : coded;
  } finally {
    await handle.close();
  }
  return { path: file, size, remove };
}

async function* scanning(stream: AsyncIterable<Uint8Array>, scan: ByteScan) {
  for await (const chunk of stream) {
    scan.push(chunk);
    yield chunk;
  }
}

/**
 * Makes a draft of a file on disk: unpacked if it is gzip or zip, looked at byte by byte, kept in
 * the blob store. Errors: CSV_EMPTY, UPLOAD_TOO_LARGE, UPLOAD_INFLATE_LIMIT,
 * ARCHIVE_MEMBER_FORBIDDEN, UPLOAD_TYPE, DISK_FULL.
 */
export async function draftFromFile(
  ctx: Ctx,
  file: { path: string; name: string; kind: ImportKind | null },
): Promise<{ id: string }> {
  await requireRoom((await stat(file.path)).size, freeForFiles);
  const scan = new ByteScan();
  const content = await unpacked(file.path, (from) => createReadStream(file.path, from));
  const saved = await saveFile(ctx, {
    kind: "import",
    name: file.name,
    contentType: "text/csv",
    stream: scanning(content, scan),
    maxBytes: MAX_FILE_BYTES,
  });
  const found = scan.finish();
  const isOnlyMark = found.bytes <= (found.bom === "none" ? 0 : found.bom === "utf-8" ? 3 : 2);
  if (isOnlyMark) throw new AppError("CSV_EMPTY");
  return createDraft(ctx, { file: saved, name: file.name, scan: found, kind: file.kind });
}
