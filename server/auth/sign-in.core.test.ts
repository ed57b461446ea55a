import { expect, test } from "vitest";
import { isLocalOnly } from "./local-only.core";
import { hashPassword, verifyPassword } from "./password";
import { isWeakPassword } from "./weak-password.core";

test("a password matches its own hash and no other", async () => {
  const hash = await hashPassword("correct-horse-battery");
  expect(hash).toMatch(/^scrypt\$/);
  expect(await verifyPassword("correct-horse-battery", hash)).toBe(true);
  expect(await verifyPassword("correct-horse-batterz", hash)).toBe(false);
  expect(await verifyPassword("", hash)).toBe(false);
});

test("the same letters typed on another keyboard are the same password", async () => {
  const hash = await hashPassword("caf\u00e9-au-lait");
  expect(await verifyPassword("cafe\u0301-au-lait", hash)).toBe(true);
});

test("without a stored hash nothing matches, not even nothing", async () => {
  expect(await verifyPassword("", null)).toBe(false);
  expect(await verifyPassword("anything", "plain$$anything")).toBe(false);
});

test.each([
  ["12345678", true],
  ["PassWort123", true],
  ["aaaaaaaa", true],
  ["abababab", true],
  ["correct-horse-battery", false],
  ["Blaue Kacheln 7", false],
])("%s is widely known: %s", (password, isWeak) => {
  expect(isWeakPassword(password)).toBe(isWeak);
});

test.each([
  ["127.0.0.1", "http://localhost:3000", true],
  ["localhost", "http://127.0.0.1:3000", true],
  ["::1", "http://[::1]:3000", true],
  ["0.0.0.0", "http://localhost:3000", false],
  ["::", "http://localhost:3000", false],
  ["192.168.1.4", "http://192.168.1.4:3000", false],
  ["127.0.0.1", "https://kairos.example", false],
])("listening on %s under %s only this machine comes in: %s", (HOST, BASE_URL, isLocal) => {
  expect(isLocalOnly({ HOST, BASE_URL })).toBe(isLocal);
});
