import { database } from "@/db/client";
import { AppError, clock, isId, safeEqual, sha256 } from "../kernel";
import type { ApiKeyScope } from "../workspaces";
import * as queries from "./queries";
import { countAttempt } from "./rate-limit";

/** A machine that has proved to hold a key. */
export interface Machine {
  keyId: string;
  workspaceId: string;
}

/** Wrong keys from one network address in a window, and requests with one right key. */
const WRONG_KEYS = 30;
const REQUESTS = 3_000;
/** Often enough to see a forgotten key, seldom enough not to write with every request. */
const LAST_USE_MS = 60_000;

const KEY = /^Bearer kai_live_([0-9a-f]{32})_([\w-]{20,100})$/;

function partsOf(authorization: string | null): { id: string; secret: string } | null {
  const [, hex = "", secret = ""] = KEY.exec(authorization?.trim() ?? "") ?? [];
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return isId(id) ? { id, secret } : null;
}

async function find(authorization: string | null, now: Date) {
  const parts = partsOf(authorization);
  if (!parts) return null;
  return database().inPlatform({ apiKeyId: parts.id }, async (tx) => {
    const key = await queries.findApiKey(tx, parts.id, now);
    if (!key || !safeEqual(key.secretHash, sha256(parts.secret))) return null;
    const seen = key.lastUsedAt?.getTime() ?? 0;
    if (now.getTime() - seen > LAST_USE_MS) await queries.touchApiKey(tx, key.id, now);
    return key;
  });
}

/**
 * The machine behind a request's `Authorization: Bearer kai_live_…`. Errors: UNAUTHENTICATED for a
 * missing, malformed, unknown, expired or revoked key, FORBIDDEN for one without the scope,
 * RATE_LIMITED for too many wrong keys from one address, or too many requests with a right one.
 */
export async function requireApiKey(
  request: { authorization: string | null; ip: string | null },
  scope: ApiKeyScope,
): Promise<Machine> {
  const now = clock.now();
  const key = await find(request.authorization, now);
  if (!key) {
    const subject = request.ip ?? "unknown";
    await countAttempt([{ scope: "api-network", subject, limit: WRONG_KEYS }], now);
    throw new AppError("UNAUTHENTICATED");
  }
  if (!key.scopes.includes(scope)) throw new AppError("FORBIDDEN");
  await countAttempt([{ scope: "api", subject: key.id, limit: REQUESTS }], now);
  return { keyId: key.id, workspaceId: key.workspaceId };
}
