import { sha256, uuidOf } from "../kernel";

/**
 * A UUIDv7 of this moment whose other bits follow from `name`: the same shop has the same ids, and
 * with them the same split of its campaigns.
 */
export function demoId(at: Date, name: string): string {
  return uuidOf(at.getTime(), Buffer.from(sha256(name), "hex").subarray(0, 16));
}
