import { expect, test } from "vitest";
import { database } from "@/db/client";
import { newId } from "@/server/kernel";
import { freshWorkspace } from "@/tests/support/workspace";
import { changePassword, listOwnSessions, revokeOtherSessions, revokeOwnSession } from "./account";
import { findUser, type SessionUser } from "./session";
import { signInWithPassword } from "./sign-in";

const PASSWORD = "correct-horse-battery";

async function signInTwice() {
  const { ownerEmail } = await freshWorkspace();
  const origin = () => ({ userAgent: "Test", ip: `10.2.0.${newId()}` });
  const given = { email: ownerEmail, password: PASSWORD };
  const here = await signInWithPassword(given, origin());
  const there = await signInWithPassword(given, origin());
  const user = await findUser(here.sessionId);
  if (!user) throw new Error("The session did not open.");
  return { user, here: here.sessionId, there: there.sessionId };
}

function asPerson<T>(user: SessionUser, work: (ctx: Parameters<typeof listOwnSessions>[0]) => T) {
  return database().inPlatform({ userId: user.id }, async (db) =>
    work({ db, now: new Date(), requestId: newId(), user }),
  );
}

test("a person sees their sessions and ends one at once", async () => {
  const { user, here, there } = await signInTwice();
  const sessions = await asPerson(user, listOwnSessions);
  expect(sessions.map(({ id, isCurrent }) => [id, isCurrent]).sort()).toEqual(
    [
      [here, true],
      [there, false],
    ].sort(),
  );
  await asPerson(user, (ctx) => revokeOwnSession(ctx, there));
  expect(await findUser(there)).toBeNull();
  expect(await findUser(here)).not.toBeNull();
});

test("nobody ends the session of somebody else", async () => {
  const [own, other] = [await signInTwice(), await signInTwice()];
  const attempt = asPerson(own.user, (ctx) => revokeOwnSession(ctx, other.here));
  await expect(attempt).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await findUser(other.here)).not.toBeNull();
});

test("ending all others leaves this one", async () => {
  const { user, here, there } = await signInTwice();
  await asPerson(user, revokeOtherSessions);
  expect(await findUser(there)).toBeNull();
  expect(await findUser(here)).not.toBeNull();
});

test("a new password keeps this session and ends the others", async () => {
  const { user, here, there } = await signInTwice();
  await changePassword(user, { current: PASSWORD, next: "a-quite-new-sentence" });
  expect(await findUser(here)).not.toBeNull();
  expect(await findUser(there)).toBeNull();
});

test("without the current password nothing changes", async () => {
  const { user, there } = await signInTwice();
  const attempt = changePassword(user, { current: "guess", next: "a-quite-new-sentence" });
  await expect(attempt).rejects.toMatchObject({
    code: "PASSWORD_WRONG",
    detail: { field: "current" },
  });
  expect(await findUser(there)).not.toBeNull();
});
