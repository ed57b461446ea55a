import { createHmac } from "node:crypto";
import { deriveKey, safeEqual } from "./crypto";
import { dashed } from "./ids";

/**
 * Signed tokens that stand in links. The payload is readable (ids only, never an address),
 * the signature is HMAC-SHA256 cut to 128 bits under a key of the token's own purpose, so a token
 * made for one purpose never passes for another. `1` names the key generation.
 */
export type TokenPurpose =
  | "unsubscribe"
  | "sign-in"
  | "invitation"
  | "media"
  | "cursor"
  | "undo"
  | "link"
  | "message";

const VERSION = "1";

function signature(purpose: TokenPurpose, body: string): string {
  return createHmac("sha256", deriveKey(`token:${purpose}`))
    .update(`${VERSION}.${body}`)
    .digest()
    .subarray(0, 16)
    .toString("base64url");
}

/** `1.<payload>.<signature>`; the parts are joined with `~` and must not contain it. */
export function signToken(purpose: TokenPurpose, parts: readonly string[]): string {
  const body = Buffer.from(parts.join("~")).toString("base64url");
  return `${VERSION}.${body}.${signature(purpose, body)}`;
}

/** The parts of a token, or null when it was not made by us for this purpose. */
export function readToken(purpose: TokenPurpose, token: string): string[] | null {
  const body = signedBody(purpose, token);
  return body === null ? null : Buffer.from(body, "base64url").toString("utf8").split("~");
}

function signedBody(purpose: TokenPurpose, token: string): string | null {
  const [version, body, mac, extra] = token.split(".");
  if (version !== VERSION || body === undefined || !mac || extra !== undefined) return null;
  return safeEqual(signature(purpose, body), mac) ? body : null;
}

const ID_BYTES = 16;

/** A token that names ids and nothing else: as `signToken`, its payload the bytes of UUIDs. */
export function signIds(purpose: TokenPurpose, ids: readonly string[]): string {
  const bytes = Buffer.from(ids.join("").replaceAll("-", ""), "hex");
  if (bytes.length !== ids.length * ID_BYTES) throw new TypeError("Not all of these are UUIDs.");
  const body = bytes.toString("base64url");
  return `${VERSION}.${body}.${signature(purpose, body)}`;
}

/** The ids of a token, or null when it was not made by us for this purpose and so many of them. */
export function readIds(purpose: TokenPurpose, token: string, count: number): string[] | null {
  const body = signedBody(purpose, token);
  if (body === null) return null;
  const hex = Buffer.from(body, "base64url").toString("hex");
  if (hex.length !== count * ID_BYTES * 2) return null;
  return Array.from({ length: count }, (_, at) => dashed(hex.slice(at * 32, at * 32 + 32)));
}

/** A UUID as 22 base64url characters: keeps links short enough for a line of mail. */
export function packId(id: string): string {
  return Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url");
}

/** The inverse of `packId`; null when the text is not one. */
export function unpackId(packed: string): string | null {
  const hex = Buffer.from(packed, "base64url").toString("hex");
  if (hex.length !== 32 || packed.length !== 22) return null;
  return dashed(hex);
}
