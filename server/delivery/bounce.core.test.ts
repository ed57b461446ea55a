import { expect, test } from "vitest";
import { BLOCKED_AT_DOMAIN, BLOCKED_OF, bounceOf, createBlockWatch } from "./bounce.core";

test.each([
  ["5.1.1", "address"],
  ["5.1.2", "address"],
  ["5.1.10", "address"],
  ["5.2.1", "address"],
  ["5.2.2", "mailbox"],
  ["4.2.2", "mailbox"],
  ["5.2.3", "content"],
  ["5.3.4", "content"],
  ["5.6.1", "content"],
  ["5.7.1", "blocked"],
  ["5.7.26", "blocked"],
  ["5.1.8", "blocked"],
  ["5.4.4", "other"],
  ["5.1.4", "other"],
  ["5.1.0", "other"],
  ["2.1.1", "other"],
  ["", "other"],
])("%s is about: %s", (enhanced, about) => {
  expect(bounceOf({ code: 550, enhanced: enhanced || null })).toBe(about);
});

test.each([
  // Too much mail at once, an address or a domain that is still being looked up.
  [450, "4.2.1", "mailbox"],
  [450, "4.1.1", "mailbox"],
  [450, "4.1.2", "mailbox"],
  [452, "4.2.2", "mailbox"],
  [451, "4.7.1", "blocked"],
  [421, "4.7.28", "blocked"],
  [451, "4.3.0", "other"],
  [450, null, "other"],
  // Code and status do not agree.
  [550, "4.1.1", "mailbox"],
  [450, "5.1.1", "mailbox"],
  [550, "4.7.1", "blocked"],
  [450, "5.7.1", "blocked"],
])(
  "a person is gone only when it is said for good: %s %s is about: %s",
  (code, enhanced, about) => {
    expect(bounceOf({ code, enhanced })).toBe(about);
  },
);

test.each([
  ["5.1.0", "blocked"],
  ["5.1.1", "blocked"],
  ["5.1.2", "blocked"],
  ["5.1.3", "blocked"],
  ["5.2.2", "blocked"],
  ["", "blocked"],
  ["5.3.4", "content"],
])("%s in answer to MAIL is about us: %s", (enhanced, about) => {
  expect(bounceOf({ code: 550, enhanced: enhanced || null }, "mail")).toBe(about);
});

test("nothing is concluded about a person from a plain code", () => {
  expect(bounceOf({ code: 550, enhanced: null })).toBe("other");
});

test("a campaign pauses when too many of its last answers refuse us, and not before", () => {
  const watch = createBlockWatch();
  const note = (isBlocked: boolean) => watch.note(isBlocked, "x.example");
  for (let n = 1; n < BLOCKED_OF.blocked; n += 1) expect(note(true)).toBe(false);
  // So long ago that they do not count any more.
  for (let n = 0; n < BLOCKED_OF.answers; n += 1) expect(note(false)).toBe(false);
  for (let n = 1; n < BLOCKED_OF.blocked; n += 1) expect(note(true)).toBe(false);
  expect(note(true)).toBe(true);
  expect(note(true)).toBe(false);
});

/** A list of which every fifteenth person is at one mailbox provider, which answers as `isBlocked` says. */
function mixed(isBlocked: (nth: number) => boolean) {
  const watch = createBlockWatch();
  const pausedAt: number[] = [];
  for (let nth = 1; nth <= 200; nth += 1) {
    for (let n = 0; n < 14; n += 1) expect(watch.note(false, `d${n}.example`)).toBe(false);
    if (watch.note(isBlocked(nth), "large.example")) pausedAt.push(nth);
  }
  return pausedAt;
}

test("a provider that refuses all of its people pauses a campaign in which they are few", () => {
  expect(mixed(() => true).slice(0, 2)).toEqual([BLOCKED_AT_DOMAIN, 2 * BLOCKED_AT_DOMAIN]);
  // One that takes some refuses single letters.
  expect(mixed((nth) => nth % BLOCKED_AT_DOMAIN > 0)).toEqual([]);
});

test("what single firms refuse now and then adds up to nothing", () => {
  const watch = createBlockWatch();
  for (let n = 0; n < 1_000; n += 1) {
    expect(watch.note(n % 20 === 0, `firm${n}.example`)).toBe(false);
  }
});
