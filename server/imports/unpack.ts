import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip, createInflateRaw } from "node:zlib";
import { AppError } from "../kernel";
import {
  findDirectory,
  isBinary,
  OPENING,
  readDirectory,
  ZIP_TAIL,
  type ZipMember,
} from "./archive.core";

/** Unpacked to packed size; ordinary tables reach 5 to 30, bombs a thousand. */
const MAX_RATIO = 100;

type Opener = (range: { start?: number; end?: number }) => Readable;

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, at);
  return buffer.subarray(0, bytesRead);
}

/** Unpacks, and stops as soon as more comes out than an honest file could hold. */
async function* inflated(
  packed: Readable,
  through: { transform: NodeJS.ReadWriteStream; packedSize: number },
): AsyncGenerator<Uint8Array> {
  const { transform, packedSize } = through;
  packed.on("error", (error) => transform.emit("error", error));
  let size = 0;
  try {
    for await (const chunk of packed.pipe(transform) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > packedSize * MAX_RATIO) throw new AppError("UPLOAD_INFLATE_LIMIT");
      yield chunk;
    }
  } catch (error) {
    // Z_DATA_ERROR, Z_BUF_ERROR …: cut off or no archive after all.
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw code.startsWith("Z_") ? new AppError("UPLOAD_TYPE") : error;
  } finally {
    packed.destroy();
  }
}

async function zipMember(file: FileHandle, size: number): Promise<ZipMember> {
  const tailLength = Math.min(size, ZIP_TAIL);
  const directory = findDirectory(await readAt(file, size - tailLength, tailLength));
  if (!directory) throw new AppError("UPLOAD_TYPE");
  const verdict = readDirectory(
    await readAt(file, directory.at, Math.min(directory.size, ZIP_TAIL)),
    directory.entries,
  );
  if (!verdict.ok) throw new AppError(verdict.code);
  return verdict.member;
}

/** Where a member's bytes begin: behind its local header, whose own lengths count. */
async function dataStart(file: FileHandle, member: ZipMember): Promise<number> {
  const header = await readAt(file, member.headerAt, 30);
  if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50)
    throw new AppError("UPLOAD_TYPE");
  return member.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

/** The bytes as they come, unless they begin like something that is no table. */
async function* tableOnly(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = new Uint8Array();
  for await (const chunk of content) {
    if (!held) {
      yield chunk;
      continue;
    }
    held = Buffer.concat([held, chunk]);
    if (held.length < OPENING) continue;
    if (isBinary(held)) throw new AppError("UPLOAD_TYPE");
    yield held;
    held = null;
  }
  if (!held) return;
  if (isBinary(held)) throw new AppError("UPLOAD_TYPE");
  yield held;
}

/**
 * The content of an uploaded file: of a gzip or zip file its unpacked one member, else the bytes as
 * they are. Told by the first bytes, never by the name; so is what can be no table. Errors (some
 * only while it is read): UPLOAD_INFLATE_LIMIT, ARCHIVE_MEMBER_FORBIDDEN, UPLOAD_TYPE.
 */
export async function unpacked(path: string, reopen: Opener): Promise<AsyncIterable<Uint8Array>> {
  return tableOnly(await contentOf(path, reopen));
}

async function contentOf(path: string, reopen: Opener): Promise<AsyncIterable<Uint8Array>> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const head = await readAt(file, 0, 4);
    if (head[0] === 0x1f && head[1] === 0x8b) {
      return inflated(reopen({}), { transform: createGunzip(), packedSize: size });
    }
    // "PK" and a member, or the end of an archive without any.
    const isZip = head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
    if (!isZip) return reopen({}) as AsyncIterable<Uint8Array>;
    const member = await zipMember(file, size);
    const start = await dataStart(file, member);
    const packed = reopen({ start, end: start + Math.max(member.compressedSize, 1) - 1 });
    if (member.method === 0) return packed as AsyncIterable<Uint8Array>;
    return inflated(packed, {
      transform: createInflateRaw(),
      packedSize: member.compressedSize,
    });
  } finally {
    await file.close();
  }
}
