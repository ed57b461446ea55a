import { database } from "@/db/client";
import { AppError, hmac } from "../kernel";
import * as queries from "./queries";

export interface Limit {
  /** What is counted: the same subject has a count of its own for each. */
  scope: "password" | "password-network" | "mail" | "mail-network" | "api" | "api-network";
  /** A canonical address, a network address or a key's id; stored as a digest only. */
  subject: string;
  /** Allowed attempts in a window of 15 minutes. */
  limit: number;
}

export const WINDOW_SECONDS = 15 * 60;

function windowOf(now: Date): Date {
  const length = WINDOW_SECONDS * 1000;
  return new Date(Math.floor(now.getTime() / length) * length);
}

const keyOf = (limit: Limit): string => hmac("rate-limit", `${limit.scope}:${limit.subject}`);

/**
 * Counts one attempt against each limit before it is made, in a transaction of its own: a failed
 * request is rolled back, its count is not. Error: RATE_LIMITED with the seconds to wait.
 */
export async function countAttempt(limits: readonly Limit[], now: Date): Promise<void> {
  const windowStart = windowOf(now);
  const isOver = await database().inPlatform({}, async (tx) => {
    let over = false;
    for (const limit of limits) {
      const hits = await queries.addHit(tx, { key: keyOf(limit), windowStart });
      if (hits > limit.limit) over = true;
    }
    return over;
  });
  if (!isOver) return;
  const seconds = Math.ceil((windowStart.getTime() - now.getTime()) / 1000) + WINDOW_SECONDS;
  throw new AppError("RATE_LIMITED", { params: { seconds } });
}

/** Takes a counted attempt back: who proves to be right is not slowed down. */
export async function forgiveAttempt(limits: readonly Limit[], now: Date): Promise<void> {
  const windowStart = windowOf(now);
  await database().inPlatform({}, async (tx) => {
    for (const limit of limits) await queries.takeHit(tx, { key: keyOf(limit), windowStart });
  });
}
