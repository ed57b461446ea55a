import { database } from "@/db/client";
import { AppError, canonicalAddress, clock, newId } from "../kernel";
import { verifyPassword } from "./password";
import * as queries from "./queries";
import { countAttempt, forgiveAttempt, type Limit } from "./rate-limit";
import { openSession } from "./session";

/** Where a request comes from, as far as sign-in needs to know. */
export interface Origin {
  userAgent: string | null;
  /** Network address; null when the request names none. */
  ip: string | null;
}

/** A person whose identity was proven, in a session of their own. */
export interface SignedIn {
  id: string;
  sessionId: string;
}

/** Wrong passwords allowed for one account, and from one network address, in 15 minutes. */
const PER_ACCOUNT = 10;
const PER_NETWORK = 100;

/** Opens a session in a transaction of its own. */
export async function signIn(
  user: { id: string; sessionVersion: number },
  how: { method: string; userAgent: string | null },
): Promise<SignedIn> {
  const now = clock.now();
  const sessionId = await database().inPlatform({ userId: user.id }, (db) =>
    openSession({ db, now, requestId: newId() }, user, how),
  );
  return { id: user.id, sessionId };
}

/**
 * Sign-in by password. Errors: SIGN_IN_FAILED, the same for an unknown address and a wrong
 * password and after the same work; RATE_LIMITED with the seconds to wait.
 */
export async function signInWithPassword(
  given: { email: string; password: string },
  origin: Origin,
): Promise<SignedIn> {
  const verdict = canonicalAddress(given.email);
  const email = verdict.ok ? verdict.address : "";
  const now = clock.now();
  const limits: Limit[] = [
    { scope: "password", subject: email, limit: PER_ACCOUNT },
    { scope: "password-network", subject: origin.ip ?? "", limit: PER_NETWORK },
  ];
  await countAttempt(limits, now);
  const user = await database().inPlatform({}, (tx) => queries.findUserByEmail(tx, email));
  const matches = await verifyPassword(given.password.slice(0, 200), user?.passwordHash ?? null);
  if (!user || !matches) throw new AppError("SIGN_IN_FAILED");
  await forgiveAttempt(limits, now);
  return signIn(user, { method: "password", userAgent: origin.userAgent });
}
