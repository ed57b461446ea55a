/** What a picture may be; its bytes decide, never the name or a declared type. */
export type PictureType = "image/png" | "image/jpeg" | "image/gif";

const MARKS: Record<PictureType, { start: number[]; end: number[] }> = {
  "image/png": {
    start: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    end: [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
  },
  "image/jpeg": { start: [0xff, 0xd8, 0xff], end: [0xff, 0xd9] },
  "image/gif": { start: [0x47, 0x49, 0x46, 0x38], end: [0x3b] },
};
const TYPES: readonly PictureType[] = ["image/png", "image/jpeg", "image/gif"];

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

function endsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return startsWith(bytes.subarray(Math.max(0, bytes.length - mark.length)), mark);
}

/**
 * The type of a picture by its first and last bytes, or null. Both ends, so that a cut-off upload is
 * not stored. SVG is refused: it can carry scripts.
 */
export function pictureTypeOf(bytes: Uint8Array): PictureType | null {
  const isType = (type: PictureType) =>
    startsWith(bytes, MARKS[type].start) && endsWith(bytes, MARKS[type].end);
  return TYPES.find(isType) ?? null;
}

export interface PictureSize {
  width: number;
  height: number;
}

/** The frame headers of JPEG; 0xc4, 0xc8 and 0xcc in their midst are something else. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(view: DataView): PictureSize | null {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Width and height as a picture's own head tells them, or null when it does not. */
export function pictureSizeOf(bytes: Uint8Array, type: PictureType): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === "image/jpeg") return jpegSize(view);
  if (type === "image/gif") {
    if (view.byteLength < 10) return null;
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  }
  if (view.byteLength < 24) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
