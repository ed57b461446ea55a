import { database } from "@/db/client";
import { enqueue } from "../jobs";
import { AppError, clock, newId, packId, readToken, signToken, unpackId } from "../kernel";
import { requireAddress } from "../workspaces";
import { hashPassword } from "./password";
import * as queries from "./queries";
import { countAttempt } from "./rate-limit";
import { LINK_MINUTES } from "./schemas";
import { type Origin, type SignedIn, signIn } from "./sign-in";

/** `link` signs in, `reset` sets a new password. */
export type LinkKind = "link" | "reset";

/** Mails one person may be sent, and one network address may ask for, in 15 minutes. */
const PER_ACCOUNT = 5;
const PER_NETWORK = 40;

/** The signed text in the link: kind and row, no secret. */
export function linkToken(kind: LinkKind, tokenId: string): string {
  return signToken("sign-in", [kind, packId(tokenId)]);
}

/** The row that a link of this kind names, or null. */
export function readLinkToken(kind: LinkKind, token: string): string | null {
  const [given, packed] = readToken("sign-in", token) ?? [];
  return given === kind ? unpackId(packed ?? "") : null;
}

/**
 * Mails a link to the person of an address. For an unknown address it does the same work, down to
 * a job that finds nothing, so that neither answer nor time tells whether the address exists.
 * Errors: EMAIL_* at `email`, RATE_LIMITED with the seconds to wait.
 */
export async function requestLink(
  { kind, email }: { kind: LinkKind; email: string },
  origin: Pick<Origin, "ip">,
): Promise<void> {
  const address = requireAddress(email, "email");
  const now = clock.now();
  await countAttempt(
    [
      { scope: "mail", subject: `${kind}:${address}`, limit: PER_ACCOUNT },
      { scope: "mail-network", subject: origin.ip ?? "", limit: PER_NETWORK },
    ],
    now,
  );
  const tokenId = newId(now.getTime());
  await database().inPlatform({}, async (tx) => {
    const user = await queries.findUserByEmail(tx, address);
    if (user) {
      await queries.insertToken(tx, {
        id: tokenId,
        kind,
        userId: user.id,
        createdAt: now,
        expiresAt: new Date(now.getTime() + LINK_MINUTES * 60_000),
      });
    }
    await enqueue(tx, "auth.mail", { payload: { kind: "token", tokenId } });
  });
}

/** Whether a link can still be used; reading it uses nothing up. */
export async function isLinkUsable(link: { kind: LinkKind; token: string }): Promise<boolean> {
  const id = readLinkToken(link.kind, link.token);
  if (!id) return false;
  const row = await database().inPlatform({}, (tx) => queries.findToken(tx, id, clock.now()));
  return row?.kind === link.kind;
}

/** Signs in by a mailed link and uses it up. Error: SIGN_IN_LINK_INVALID. */
export async function signInWithLink(token: string, origin: Origin): Promise<SignedIn> {
  const id = readLinkToken("link", token);
  if (!id) throw new AppError("SIGN_IN_LINK_INVALID");
  const user = await database().inPlatform({}, async (tx) => {
    const userId = await queries.consumeToken(tx, { id, kind: "link" }, clock.now());
    return userId ? queries.findUserById(tx, userId) : null;
  });
  if (!user) throw new AppError("SIGN_IN_LINK_INVALID");
  return signIn(user, { method: "link", userAgent: origin.userAgent });
}

/**
 * Sets a new password by a mailed link, uses up every open link of the person and ends all their
 * sessions. Error: SIGN_IN_LINK_INVALID.
 */
export async function resetPassword(input: { token: string; password: string }): Promise<void> {
  const id = readLinkToken("reset", input.token);
  if (!id) throw new AppError("SIGN_IN_LINK_INVALID");
  const passwordHash = await hashPassword(input.password);
  await database().inPlatform({}, async (tx) => {
    const now = clock.now();
    const userId = await queries.consumeToken(tx, { id, kind: "reset" }, now);
    if (!userId) throw new AppError("SIGN_IN_LINK_INVALID");
    await queries.updatePassword(tx, userId, passwordHash);
    await queries.consumeTokensOf(tx, userId, now);
  });
}
