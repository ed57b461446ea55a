import { expect, test } from "vitest";
import { BLOCKED_OF, bounceOf, createBlockWatch } from "./bounce.core";

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
  for (let n = 1; n < BLOCKED_OF.blocked; n += 1) expect(watch.note(true)).toBe(false);
  // So long ago that they do not count any more.
  for (let n = 0; n < BLOCKED_OF.answers; n += 1) expect(watch.note(false)).toBe(false);
  for (let n = 1; n < BLOCKED_OF.blocked; n += 1) expect(watch.note(true)).toBe(false);
  expect(watch.note(true)).toBe(true);
  expect(watch.note(true)).toBe(false);
});
