import { randomFillSync } from "node:crypto";

/** Typed prefixes under which ids are shown to people and printed in the API. */
const PREFIXES = {
  apiKey: "key",
  brand: "brd",
  campaign: "cmp",
  contact: "con",
  file: "fil",
  import: "imp",
  message: "msg",
  topic: "top",
  user: "usr",
  workspace: "wsp",
} as const;

export type IdKind = keyof typeof PREFIXES;

/** A new UUIDv7 (RFC 9562): time-ordered, made in the app and never by a sequence. */
export function newId(now: number = Date.now()): string {
  return uuidOf(now, randomFillSync(Buffer.alloc(16)));
}

/** The UUIDv7 of a moment (ms) whose other 74 bits are those of 16 bytes, which it takes over. */
export function uuidOf(now: number, bytes: Buffer): string {
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return dashed(bytes.toString("hex"));
}

/** 32 hex digits as a UUID is written. */
export function dashed(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** `019a…` → `con_019a…`: how an id is shown. The database keeps the bare UUID. */
export function showId(kind: IdKind, id: string): string {
  return `${PREFIXES[kind]}_${id.replaceAll("-", "")}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a text is a UUID as we store it (lower case, hyphens). */
export function isId(text: string): boolean {
  return UUID.test(text);
}
