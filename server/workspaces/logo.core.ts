/** What a logo may be; the first bytes decide, never the name or a declared type. */
export type LogoType = "image/png" | "image/jpeg";

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const PNG_END = [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];
const JPEG = [0xff, 0xd8, 0xff];
const JPEG_END = [0xff, 0xd9];

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

function endsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return startsWith(bytes.subarray(Math.max(0, bytes.length - mark.length)), mark);
}

/**
 * The type of a picture by its first and last bytes (PNG: signature to IEND; JPEG: SOI to EOI), or
 * null. Both ends, so that a cut-off upload is not stored. SVG is refused: it can carry scripts.
 */
export function logoTypeOf(bytes: Uint8Array): LogoType | null {
  if (startsWith(bytes, PNG) && endsWith(bytes, PNG_END)) return "image/png";
  if (startsWith(bytes, JPEG) && endsWith(bytes, JPEG_END)) return "image/jpeg";
  return null;
}
