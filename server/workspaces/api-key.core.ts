import type { ApiKeyTerm } from "./schemas";

const DAY_MS = 86_400_000;
const DAYS: Record<Exclude<ApiKeyTerm, "never">, number> = { days30: 30, days90: 90, year: 365 };

const PREFIX = "kai_live_";
/** UUIDs of this version begin with the time; beyond it, keys of one moment differ. */
const SHOWN_DIGITS = 16;

const digitsOf = (id: string): string => id.replaceAll("-", "");

/** A key as its holder gets it. */
export function apiKeyText(id: string, secret: string): string {
  return `${PREFIX}${digitsOf(id)}_${secret}`;
}

/** How a key begins: enough to find it again by one that is in use, and nothing of its secret. */
export function apiKeyBeginning(id: string): string {
  return `${PREFIX}${digitsOf(id).slice(0, SHOWN_DIGITS)}`;
}

/** The moment from which a key made now is refused; null for never. */
export function apiKeyExpiry(term: ApiKeyTerm, now: Date): Date | null {
  return term === "never" ? null : new Date(now.getTime() + DAYS[term] * DAY_MS);
}

/** A revoked key stays revoked, also once its time has passed. */
export function apiKeyState(
  key: { expiresAt: Date | null; revokedAt: Date | null },
  now: Date,
): "active" | "expired" | "revoked" {
  if (key.revokedAt) return "revoked";
  return key.expiresAt && key.expiresAt <= now ? "expired" : "active";
}
