import { sha256 } from "../kernel";

/**
 * A UUIDv7 of this moment whose other bits follow from `name`: the same shop has the same ids, and
 * with them the same split of its campaigns.
 */
export function demoId(at: Date, name: string): string {
  const bytes = Buffer.from(sha256(name), "hex").subarray(0, 16);
  bytes.writeUIntBE(at.getTime(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
