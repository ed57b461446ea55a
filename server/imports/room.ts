import { readFile, statfs } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
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

async function freeOf(folder: string): Promise<number> {
  try {
    const { blocks, bavail, bsize } = await statfs(folder);
    // Some network file systems tell nothing; writing to them then tells.
    return blocks === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Free bytes of the disk that uploads are written to. */
export async function freeForFiles(): Promise<number> {
  return freeOf(dataFolder());
}

const Embedded = z.object({ folder: z.string() });

/**
 * Free bytes of the disk the embedded database writes to, whose folder its keeper notes in
 * DATA_DIR/postgres.json. A server of the operator's own looks after its own disk.
 */
export async function freeForDatabase(): Promise<number> {
  try {
    const note = await readFile(path.join(dataFolder(), "postgres.json"), "utf8");
    return await freeOf(Embedded.parse(JSON.parse(note)).folder);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Throws DISK_FULL when writing so many bytes would touch the reserve. */
export async function requireRoom(bytes: number, free: FreeSpace): Promise<void> {
  if ((await free()) < bytes + RESERVE_BYTES) throw new AppError("DISK_FULL");
}
