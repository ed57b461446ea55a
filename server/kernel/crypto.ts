import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "./env";

const derived = new Map<string, Buffer>();

/** A 256-bit key for one purpose, derived from APP_SECRET by HKDF-SHA256 (RFC 5869). */
export function deriveKey(label: string): Buffer {
  const known = derived.get(label);
  if (known) return known;
  const key = Buffer.from(hkdfSync("sha256", env().APP_SECRET, "", label, 32));
  derived.set(label, key);
  return key;
}

/** SHA-256 in hex. */
export function sha256(text: string | Buffer): string {
  return hash("sha256", text);
}

/** HMAC-SHA256 in hex under the key of `label`. */
export function hmac(label: string, text: string): string {
  return createHmac("sha256", deriveKey(label)).update(text).digest("hex");
}

/** Random text, base64url, `bytes` bytes of entropy. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** Compares two texts in time that does not depend on where they differ. */
export function safeEqual(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * AES-256-GCM with the row's identity as associated data: a ciphertext moved to another row
 * does not decrypt. Format `v1.<iv>.<tag>.<data>`, base64url.
 */
export function seal(plain: string, identity: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey("seal"), iv);
  cipher.setAAD(Buffer.from(identity));
  const data = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return ["v1", iv, cipher.getAuthTag(), data]
    .map((part) => (typeof part === "string" ? part : part.toString("base64url")))
    .join(".");
}

/** Opens what `seal` made for the same identity; throws when anything was changed. */
export function open(sealed: string, identity: string): string {
  const [version, iv, tag, data] = sealed.split(".");
  if (version !== "v1" || !iv || !tag || data === undefined) throw new Error("Not a sealed value.");
  const decipher = createDecipheriv("aes-256-gcm", deriveKey("seal"), Buffer.from(iv, "base64url"));
  decipher.setAAD(Buffer.from(identity));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return (
    decipher.update(Buffer.from(data, "base64url"), undefined, "utf8") + decipher.final("utf8")
  );
}
