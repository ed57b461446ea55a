import { access, statfs } from "node:fs/promises";
import path from "node:path";
import { AppError, env } from "../kernel";

/** Answers how many bytes may still be written. A port, so that tests can fill a disk. */
export type FreeSpace = () => Promise<number>;

/**
 * Space that imports leave alone. PostgreSQL needs it for the log of a chunk, and so that whatever
 * else runs (sending, unsubscribing) never meets a full disk because of an import.
 */
const RESERVE_BYTES = 256 * 1024 * 1024;

function dataFolder(): string {
  return path.resolve(env().DATA_DIR);
}

/** Free bytes of the disk that uploads are written to. */
export async function freeForFiles(): Promise<number> {
  try {
    const { blocks, bavail, bsize } = await statfs(dataFolder());
    // Some network file systems tell nothing; writing to them then tells.
    return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** As `freeForFiles` for the embedded database; a server of its own looks after its own disk. */
export async function freeForDatabase(): Promise<number> {
  const isEmbedded = await access(path.join(dataFolder(), "postgres")).then(
    () => true,
    () => false,
  );
  return isEmbedded ? freeForFiles() : Number.POSITIVE_INFINITY;
}

/** Throws DISK_FULL when writing so many bytes would touch the reserve. */
export async function requireRoom(bytes: number, free: FreeSpace): Promise<void> {
  if ((await free()) < bytes + RESERVE_BYTES) throw new AppError("DISK_FULL");
}
