/** What a zip file says about its one member. */
export interface ZipMember {
  /** 0 stored, 8 deflated. */
  method: number;
  /** Where its local header stands. */
  headerAt: number;
  compressedSize: number;
  size: number;
}

export type ZipVerdict =
  | { ok: true; member: ZipMember }
  | { ok: false; code: "ARCHIVE_MEMBER_FORBIDDEN" | "UPLOAD_TYPE" };

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const FORBIDDEN = { ok: false, code: "ARCHIVE_MEMBER_FORBIDDEN" } as const;
const BAD = { ok: false, code: "UPLOAD_TYPE" } as const;

/** Longest end of a zip file: its record of 22 bytes and a comment. */
export const ZIP_TAIL = 22 + 0xffff;

/** Where the directory of a zip file stands, from its last bytes; null when it is none we read. */
export function findDirectory(tail: Buffer): { entries: number; at: number; size: number } | null {
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END) continue;
    const entries = tail.readUInt16LE(at + 10);
    const size = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    // Archives of more than 4 GiB; larger than anything taken here.
    if (offset === 0xffffffff || entries === 0xffff) return null;
    return { entries, at: offset, size };
  }
  return null;
}

/** A name that would leave the folder it is unpacked in, or is one itself. */
function isForbiddenName(name: string): boolean {
  const parts = name.split(/[\\/]/);
  return (
    name === "" || parts.includes("..") || /^([\\/]|[a-zA-Z]:)/.test(name) || /[\\/]$/.test(name)
  );
}

/**
 * Whether a zip file is really a workbook or a text document (.xlsx, .docx, .ods): each names one
 * of these members. Told apart, so that nobody is asked to unpack their spreadsheet.
 */
function isOfficeFile(directory: Buffer): boolean {
  return (
    directory.includes("[Content_Types].xml") ||
    directory.subarray(46, 54).equals(Buffer.from("mimetype"))
  );
}

/** Longest opening that `isBinary` needs. */
export const OPENING = 10;

const OPENINGS: readonly string[] = [
  "%PDF-",
  "PK\x03\x04",
  "PK\x05\x06",
  "\x1f\x8b",
  "\x89PNG\r\n",
  "GIF87a",
  "GIF89a",
  "\xff\xd8\xff",
  // Workbooks and documents before 2007.
  "\xd0\xcf\x11\xe0",
  "Rar!\x1a",
  "7z\xbc\xaf\x27\x1c",
  "\xfd7zXZ\0",
  "\x28\xb5\x2f\xfd",
  "SQLite for",
  "{\\rtf1",
];

/** Whether bytes begin like a file that is no table: a document, a picture, an archive. */
export function isBinary(opening: Uint8Array): boolean {
  const text = Buffer.from(opening).toString("latin1");
  return OPENINGS.some((one) => text.startsWith(one)) || /^BZh[1-9]1AY/.test(text);
}

/** The one member of an archive, read from its directory. More than one, a folder or a way out is refused. */
export function readDirectory(directory: Buffer, entries: number): ZipVerdict {
  if (isOfficeFile(directory)) return BAD;
  if (entries !== 1) return FORBIDDEN;
  if (directory.length < 46 || directory.readUInt32LE(0) !== ENTRY) return BAD;
  const nameLength = directory.readUInt16LE(28);
  const name = directory.subarray(46, 46 + nameLength).toString("utf8");
  const isEncrypted = (directory.readUInt16LE(8) & 1) === 1;
  if (isForbiddenName(name) || isEncrypted) return FORBIDDEN;
  const method = directory.readUInt16LE(10);
  const compressedSize = directory.readUInt32LE(20);
  const size = directory.readUInt32LE(24);
  if ((method !== 0 && method !== 8) || compressedSize === 0xffffffff) return BAD;
  return {
    ok: true,
    member: { method, headerAt: directory.readUInt32LE(42), compressedSize, size },
  };
}
