import { expect, test } from "vitest";
import { newId } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace } from "@/tests/support/workspace";
import { countAttempt, WINDOW_SECONDS } from "./rate-limit";
import { findUser } from "./session";
import { signInWithPassword } from "./sign-in";

const PASSWORD = "correct-horse-battery";
const origin = () => ({ userAgent: "Test", ip: `10.0.0.${newId()}` });

test("the right password opens a session, whatever the case of the address", async () => {
  const { ownerEmail, ownerId } = await freshWorkspace();
  const given = { email: ` ${ownerEmail.toUpperCase()} `, password: PASSWORD };
  const signedIn = await signInWithPassword(given, origin());
  expect(signedIn.id).toBe(ownerId);
  expect(await findUser(signedIn.sessionId)).toMatchObject({ id: ownerId, email: ownerEmail });
});

test("a wrong password and an unknown address fail alike", async () => {
  const { ownerEmail } = await freshWorkspace();
  const wrong = signInWithPassword({ email: ownerEmail, password: "not-the-one" }, origin());
  await expect(wrong).rejects.toMatchObject({ code: "SIGN_IN_FAILED", detail: {} });
  const unknown = signInWithPassword({ email: "nobody@nord.example", password: "x" }, origin());
  await expect(unknown).rejects.toMatchObject({ code: "SIGN_IN_FAILED", detail: {} });
});

test("after ten wrong passwords the account waits, even for the right one", async () => {
  const { ownerEmail } = await freshWorkspace();
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const wrong = signInWithPassword({ email: ownerEmail, password: "wrong" }, origin());
    await expect(wrong).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
  }
  const failure = await signInWithPassword(
    { email: ownerEmail, password: PASSWORD },
    origin(),
  ).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: "RATE_LIMITED" });
  const { seconds } = (failure as { detail: { params: { seconds: number } } }).detail.params;
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(WINDOW_SECONDS);
});

test("one network address waits after a hundred failures over many accounts", async () => {
  const here = origin();
  const limit = { scope: "password-network", subject: here.ip, limit: 100 } as const;
  for (let i = 0; i < 100; i += 1) await countAttempt([limit], new Date());
  const next = signInWithPassword({ email: `n-${newId()}@nord.example`, password: "x" }, here);
  await expect(next).rejects.toMatchObject({ code: "RATE_LIMITED" });
});

test("who is right is not counted", async () => {
  const { ownerEmail } = await freshWorkspace();
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await signInWithPassword({ email: ownerEmail, password: PASSWORD }, origin());
  }
});

test("the counters hold digests, no address", async () => {
  const { ownerEmail } = await freshWorkspace();
  await signInWithPassword({ email: ownerEmail, password: "wrong" }, origin()).catch(() => null);
  const { rows } = await asAdmin((client) =>
    client.query("select key from rate_limits where key like '%@%' or length(key) <> 64"),
  );
  expect(rows).toEqual([]);
});
