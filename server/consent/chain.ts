import type { consentEvents } from "@/db";
import { canonicalJson } from "../audit";
import { randomToken, sha256 } from "../kernel";

/** A ledger row as it is stored; `hash` is over everything else. */
export type LedgerRow = typeof consentEvents.$inferSelect;

/** SHA-256 over the canonical JSON of the row (times in ISO 8601, keys sorted), hash left out. */
export function hashRow(row: Omit<LedgerRow, "hash">): string {
  return sha256(canonicalJson({ ...row, at: row.at.toISOString() }));
}

/** Digest of personal details under a fresh salt; '' for none. Without the salt it says nothing. */
export function digestDetails(details: Record<string, string>, salt: string): string {
  return sha256(`${salt}${canonicalJson(details)}`);
}

/** 128 random bits that stand with the details and go with them on erasure. */
export function newSalt(): string {
  return randomToken(16);
}
