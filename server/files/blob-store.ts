import path from "node:path";
import type { Readable } from "node:stream";
import { env } from "../kernel";
import { folderStore } from "./folder-store";

/**
 * Where the bytes of uploaded files live. A port: the default is a folder under DATA_DIR, and every
 * implementation passes `blob-store.contract.ts`. Keys are made by us, never by people.
 */
export interface BlobStore {
  /**
   * Streams to the key and returns size and SHA-256. Nothing is readable under the key before the
   * last byte is durable. Errors: UPLOAD_TOO_LARGE past `maxBytes`, DISK_FULL; both leave nothing.
   */
  write(key: string, blob: BlobSource): Promise<{ size: number; sha256: string }>;
  /** The bytes; NOT_FOUND when there are none. */
  read(key: string): Promise<Readable>;
  /** Removes the bytes; a key without any is no error. */
  remove(key: string): Promise<void>;
}

export interface BlobSource {
  stream: AsyncIterable<Uint8Array>;
  maxBytes: number;
}

/** This installation's store. */
export function blobStore(): BlobStore {
  return folderStore(path.resolve(env().DATA_DIR, "blobs"));
}
