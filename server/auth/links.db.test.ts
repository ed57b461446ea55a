import { expect, test, vi } from "vitest";
import { clock, newId } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace } from "@/tests/support/workspace";
import {
  isLinkUsable,
  type LinkKind,
  linkToken,
  readLinkToken,
  requestLink,
  resetPassword,
  signInWithLink,
} from "./links";
import { findUser } from "./session";
import { signInWithPassword } from "./sign-in";

const origin = () => ({ userAgent: null, ip: `10.1.0.${newId()}` });

async function requestedToken(kind: LinkKind, userId: string): Promise<string> {
  const { rows } = await asAdmin((client) =>
    client.query<{ id: string }>(
      "select id from auth_tokens where user_id = $1 and kind = $2 order by created_at desc limit 1",
      [userId, kind],
    ),
  );
  return linkToken(kind, rows[0]?.id ?? "");
}

async function ask(kind: LinkKind) {
  const { ownerEmail, ownerId } = await freshWorkspace();
  await requestLink({ kind, email: ownerEmail }, origin());
  return { ownerEmail, ownerId, token: await requestedToken(kind, ownerId) };
}

test("a sign-in link signs in once", async () => {
  const { ownerId, token } = await ask("link");
  expect(await isLinkUsable({ kind: "link", token })).toBe(true);
  const signedIn = await signInWithLink(token, origin());
  expect(await findUser(signedIn.sessionId)).toMatchObject({ id: ownerId });
  expect(await isLinkUsable({ kind: "link", token })).toBe(false);
  await expect(signInWithLink(token, origin())).rejects.toMatchObject({
    code: "SIGN_IN_LINK_INVALID",
  });
});

test("of two clicks at the same moment exactly one gets in", async () => {
  const { token } = await ask("link");
  const both = await Promise.allSettled([
    signInWithLink(token, origin()),
    signInWithLink(token, origin()),
  ]);
  expect(both.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("looking at a link as often as one likes uses nothing up", async () => {
  const { token } = await ask("link");
  for (let look = 0; look < 5; look += 1) {
    expect(await isLinkUsable({ kind: "link", token })).toBe(true);
  }
  await signInWithLink(token, origin());
});

test("after fifteen minutes a link is over", async () => {
  const { token } = await ask("link");
  const later = new Date(Date.now() + 15 * 60_000 + 1_000);
  const now = vi.spyOn(clock, "now").mockReturnValue(later);
  expect(await isLinkUsable({ kind: "link", token })).toBe(false);
  await expect(signInWithLink(token, origin())).rejects.toMatchObject({
    code: "SIGN_IN_LINK_INVALID",
  });
  now.mockRestore();
});

test("a link of one kind is none of the other, and a flipped letter is none at all", async () => {
  const { token } = await ask("reset");
  await expect(signInWithLink(token, origin())).rejects.toMatchObject({
    code: "SIGN_IN_LINK_INVALID",
  });
  const last = token.at(-1) === "A" ? "B" : "A";
  expect(readLinkToken("reset", token.slice(0, -1) + last)).toBeNull();
  expect(readLinkToken("reset", token)).not.toBeNull();
});

test("a new password ends every session and every open link", async () => {
  const { ownerEmail, token } = await ask("reset");
  const before = await signInWithPassword(
    { email: ownerEmail, password: "correct-horse-battery" },
    origin(),
  );
  await resetPassword({ token, password: "a-quite-new-sentence" });
  expect(await findUser(before.sessionId)).toBeNull();
  const old = { email: ownerEmail, password: "correct-horse-battery" };
  await expect(signInWithPassword(old, origin())).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
  await signInWithPassword({ email: ownerEmail, password: "a-quite-new-sentence" }, origin());
  const again = resetPassword({ token, password: "and-another-sentence" });
  await expect(again).rejects.toMatchObject({ code: "SIGN_IN_LINK_INVALID" });
});

test("an unknown address gets the same answer and no link", async () => {
  const count = () =>
    asAdmin(async (client) => {
      const tokens = await client.query("select count(*)::int as n from auth_tokens");
      return tokens.rows[0].n as number;
    });
  const before = await count();
  const email = `nobody-${newId()}@nord.example`;
  expect(await requestLink({ kind: "link", email }, origin())).toBeUndefined();
  expect(await count()).toBe(before);
});

test("one person is mailed five links in fifteen minutes at most", async () => {
  const { ownerEmail } = await freshWorkspace();
  for (let i = 0; i < 5; i += 1) await requestLink({ kind: "link", email: ownerEmail }, origin());
  const sixth = requestLink({ kind: "link", email: ownerEmail }, origin());
  await expect(sixth).rejects.toMatchObject({ code: "RATE_LIMITED" });
});

test("a bad address is told at its field", async () => {
  const bad = requestLink({ kind: "link", email: "a@x.com,b@y.com" }, origin());
  await expect(bad).rejects.toMatchObject({ code: "EMAIL_MULTIPLE", detail: { field: "email" } });
});
