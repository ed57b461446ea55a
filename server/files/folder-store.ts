import { createHash } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { AppError, newId, toAppError } from "../kernel";
import type { BlobSource, BlobStore } from "./blob-store";

/** Letters, digits, `-` and `/` between them: a key can never climb out of the folder. */
const KEY = /^[a-z0-9-]+(\/[a-z0-9-]+)*$/;

/** Blobs as files of a folder. Written beside their place first, so that a key is whole or absent. */
export function folderStore(folder: string): BlobStore {
  function placeOf(key: string): string {
    if (!KEY.test(key)) throw new AppError("NOT_FOUND");
    return path.join(folder, key);
  }
  return {
    async write(key, blob) {
      const place = placeOf(key);
      const draft = `${place}.${newId()}.part`;
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      try {
        const written = await writeDraft(draft, blob);
        await rename(draft, place);
        return written;
      } catch (error) {
        await rm(draft, { force: true });
        throw hasCode(error, "ENOSPC", "EDQUOT") ? new AppError("DISK_FULL") : asIs(error);
      }
    },
    async read(key) {
      try {
        const handle = await open(placeOf(key), "r");
        return handle.createReadStream();
      } catch (error) {
        throw hasCode(error, "ENOENT") ? new AppError("NOT_FOUND") : error;
      }
    },
    async remove(key) {
      await rm(placeOf(key), { force: true });
    },
  };
}

async function writeDraft(draft: string, { stream, maxBytes }: BlobSource) {
  const hash = createHash("sha256");
  let size = 0;
  const file = await open(draft, "wx", 0o600);
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new AppError("UPLOAD_TOO_LARGE");
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest("hex") };
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** Keeps our own codes; the unforeseen keeps its stack for the log. */
function asIs(error: unknown): unknown {
  const coded = toAppError(error);
  return coded.code === "INTERNAL" ? error : coded;
}
