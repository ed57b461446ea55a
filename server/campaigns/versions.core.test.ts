import { describe, expect, it } from "vitest";
import {
  decideVersion,
  KEPT_AT_MOST,
  KEPT_NEWEST,
  type NextSave,
  type Stretch,
  surplusOf,
  type VersionDecision,
} from "./versions.core";

const START = Date.parse("2026-03-02T09:00:00Z");
const minute = (count: number) => new Date(START + count * 60_000);

const newest: Stretch = {
  savedBy: "ann",
  startedAt: minute(0),
  savedAt: minute(5),
  isSealed: false,
};
const save: NextSave = {
  by: "ann",
  at: minute(6),
  isUnchanged: false,
  isUndone: false,
  removed: 0,
};

describe("a save after the newest version", () => {
  it.each<[string, [Partial<Stretch>, Partial<NextSave>], VersionDecision]>([
    ["goes on with it", [{}, {}], { keep: "grown" }],
    ["goes on after a short rest", [{}, { at: minute(14.9) }], { keep: "grown" }],
    ["goes on when a part or two go", [{}, { removed: 2 }], { keep: "grown" }],
    ["leaves the one below when all was undone", [{}, { isUndone: true }], { keep: "older" }],
    [
      "keeps what somebody else undoes",
      [{}, { by: "bob", isUndone: true }],
      { keep: "new", reason: "author" },
    ],
    ["keeps nothing when nothing changed", [{}, { isUnchanged: true }], { keep: "nothing" }],
    [
      "keeps nothing of another author's save that changes nothing",
      [{ isSealed: true }, { by: "bob", isUnchanged: true }],
      { keep: "nothing" },
    ],
    ["begins a new one after a pause", [{}, { at: minute(15) }], { keep: "new", reason: "pause" }],
    [
      "begins a new one when this has grown long",
      [{ savedAt: minute(29) }, { at: minute(30) }],
      { keep: "new", reason: "length" },
    ],
    [
      "begins a new one when somebody else writes",
      [{}, { by: "bob" }],
      { keep: "new", reason: "author" },
    ],
    [
      "begins a new one when this was tested, sent or restored",
      [{ isSealed: true }, {}],
      { keep: "new", reason: "sealed" },
    ],
    ["begins a new one before much is lost", [{}, { removed: 3 }], { keep: "new", reason: "loss" }],
  ])("%s", (_, [before, next], decision) => {
    expect(decideVersion({ ...newest, ...before }, { ...save, ...next })).toEqual(decision);
  });
});

describe("versions that go", () => {
  /** Newest first, so many minutes apart. */
  const every = (minutes: number, count: number, marked: readonly number[] = []) =>
    Array.from({ length: count }, (_, index) => ({
      index,
      savedAt: minute(-index * minutes),
      isMarked: marked.includes(index),
    }));
  const gone = (versions: ReturnType<typeof every>) =>
    surplusOf(versions).map(({ index }) => index);

  it("are none as long as there are few", () => {
    expect(gone(every(1, KEPT_NEWEST))).toEqual([]);
  });

  it("are, of the older ones, all of a day but the last and the marked", () => {
    // All within the day on which the newest ones were kept already.
    expect(gone(every(1, KEPT_NEWEST + 4, [KEPT_NEWEST + 2]))).toEqual([
      KEPT_NEWEST,
      KEPT_NEWEST + 1,
      KEPT_NEWEST + 3,
    ]);
    // Two a day: from the first day that is wholly old, one of them.
    const left = every(12 * 60, 60).length - gone(every(12 * 60, 60)).length;
    expect(left).toBe(KEPT_NEWEST + 10);
  });

  it("are the oldest beyond the most there may be, marked or not", () => {
    const daily = every(24 * 60, KEPT_AT_MOST + 2, [KEPT_AT_MOST]);
    expect(gone(daily)).toEqual([KEPT_AT_MOST, KEPT_AT_MOST + 1]);
  });
});
