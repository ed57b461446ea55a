import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { newId } from "../kernel";
import { DISK, type Disk, isDiskError, type Journal, openJournal } from "./journal";
import { type JournalKey, keyOf, lastDots } from "./journal.core";
import { everyJournal, leftJournals, readLeft } from "./journal-files";
import { ownerOfThis, standingOf } from "./journal-owner";

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "kairos-journal-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const key = (fence: number, id = newId()): JournalKey => ({
  ...{ id, fence },
  workspaceId: newId(),
  contactId: newId(),
  campaignId: newId(),
});

const NOON = Date.parse("2026-03-02T12:00:00Z");

const full = () => Object.assign(new Error("No space left on device"), { code: "ENOSPC" });

/** What goes wrong with one call: before it did anything, half-way, or after it was done. */
type Fault = "none" | "before" | "half" | "after";

/** A disk whose next calls go wrong as told, and that notices a file number used after its end. */
function failing(faults: Iterator<Fault> | Fault[]) {
  const next = Array.isArray(faults) ? faults[Symbol.iterator]() : faults;
  const open = new Set<number>();
  const wrong: string[] = [];
  function call<T>(run: () => T, half?: () => T): T {
    const { value: fault = "none", done } = next.next();
    if (done || fault === "none") return run();
    if (fault === "before") throw full();
    if (fault === "half" && half) return half();
    run();
    throw full();
  }
  const mine = (file: number, what: string): void => {
    if (!open.has(file)) wrong.push(`${what} of a file that is not open`);
  };
  const disk: Disk = {
    open: (name) => {
      // A failed open gives no number.
      const { value: fault = "none", done } = next.next();
      if (!done && fault !== "none") throw full();
      const file = DISK.open(name);
      open.add(file);
      return file;
    },
    write: (file, text) => {
      mine(file, "a write");
      return call(
        () => DISK.write(file, text),
        () => DISK.write(file, text.slice(0, Math.floor(text.length / 2))),
      );
    },
    close: (file) => {
      mine(file, "a close");
      // As the kernel does it: whatever it answers, the number is free.
      open.delete(file);
      return call(() => DISK.close(file));
    },
    rename: (from, to) => call(() => DISK.rename(from, to)),
    remove: (file) => call(() => DISK.remove(file)),
  };
  return { disk, open, wrong };
}

/** What recovery would find, if this process were gone. */
async function found(where: string, wanted: readonly JournalKey[]) {
  const [journal] = await everyJournal(where);
  return readLeft({ files: journal?.files ?? [] }, new Set(wanted.map(keyOf)), 0);
}

test("a part that cannot be begun is not written to, and the old one goes on", async () => {
  const where = folder();
  // Opening and writing the first part and its first dot go well; then the second part's first line does not.
  const { disk, open, wrong } = failing(["none", "none", "none", "none", "none", "before"]);
  const journal = openJournal(where, newId(), { disk, segmentBytes: 10 });
  const dots = [key(1), key(2), key(3)] as const;
  for (const one of dots) journal.dot(one);
  const { entries } = await found(where, dots);
  expect([...entries.keys()]).toEqual(dots.map(keyOf));
  expect(readdirSync(where).filter((name) => name.endsWith(".new"))).toEqual([]);
  journal.close();
  expect(open.size).toBe(0);
  expect(wrong).toEqual([]);
});

test("a disk without room: no dot, and it is said why", () => {
  const { disk } = failing(["none", "none", "none", "before", "half"]);
  const journal = openJournal(folder(), newId(), { disk });
  for (const _ of ["nothing taken", "half of it taken"]) {
    let failure: unknown;
    try {
      journal.dot(key(1));
    } catch (error) {
      failure = error;
    }
    expect(isDiskError(failure)).toBe(true);
  }
  expect(() => journal.dot(key(1))).not.toThrow();
});

test("a journal that could not be begun leaves nothing behind", () => {
  for (const faults of [["before"], ["none", "half"], ["none", "none", "before"]] as const) {
    const where = folder();
    const { disk, open, wrong } = failing([...faults]);
    expect(() => openJournal(where, newId(), { disk })).toThrow();
    expect(readdirSync(where)).toEqual([]);
    expect([open.size, wrong]).toEqual([0, []]);
  }
});

test("after its end nothing is written: the file's number may be another's by then", () => {
  const { disk, wrong } = failing([]);
  const journal = openJournal(folder(), newId(), { disk });
  journal.close();
  journal.close();
  expect(() => journal.dot(key(1))).toThrow();
  journal.outcome(key(1), { outcome: "accepted", reply: null });
  expect(wrong).toEqual([]);
});

/** Does one line of a script; true when it was a dot that was allowed. */
function write(journal: Journal, kind: string, given: { one: JournalKey; last?: JournalKey }) {
  const { one, last } = given;
  if (kind === "beat") journal.beat({ beat: one.fence, at: NOON });
  if (kind === "answer" && last) journal.outcome(last, { outcome: "accepted", reply: null });
  if (kind === "dot") journal.dot(one);
  return kind === "dot";
}

/** Writes a whole script down, past every failure; returns the dots that were allowed. */
function writeAll(script: readonly string[], open: () => Journal) {
  const allowed: JournalKey[] = [];
  const told = new Set<string>();
  let journal: Journal | undefined;
  for (const [at, kind] of script.entries()) {
    const last = allowed.at(-1);
    if (kind === "answer" && last) told.add(keyOf(last));
    const one = key(at + 1);
    try {
      journal ??= open();
      if (write(journal, kind, { one, ...(last ? { last } : {}) })) allowed.push(one);
    } catch (error) {
      expect(isDiskError(error)).toBe(true);
    }
  }
  journal?.close();
  return { allowed, told };
}

test("whatever write fails, a dot that was allowed is found again, with no answer but its own", async () => {
  const fault = fc.oneof(
    { weight: 6, arbitrary: fc.constant<Fault>("none") },
    { weight: 4, arbitrary: fc.constantFrom<Fault>("before", "half", "after") },
  );
  const lines = fc.array(fc.constantFrom("dot", "answer", "beat"), { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fault), lines, async (stream, script) => {
      const where = mkdtempSync(path.join(tmpdir(), "kairos-journal-"));
      const { disk, open, wrong } = failing(stream);
      const workerId = newId();
      const { allowed, told } = writeAll(script, () =>
        openJournal(where, workerId, { disk, segmentBytes: 250 }),
      );
      const { entries } = await found(where, allowed);
      rmSync(where, { recursive: true, force: true });
      expect(allowed.filter((one) => !entries.has(keyOf(one)))).toEqual([]);
      const answered = [...entries].filter(([, one]) => one.outcome !== null);
      expect(answered.filter(([name]) => !told.has(name))).toEqual([]);
      expect([wrong, open.size]).toEqual([[], 0]);
    }),
    { numRuns: 300 },
  );
});

test("only what the last heartbeats do not vouch for can have been forgotten", async () => {
  const where = folder();
  const journal = openJournal(where, newId());
  const [a, b, c] = [key(1), key(2), key(3)];
  journal.dot(a);
  journal.beat({ beat: 1, at: NOON });
  journal.dot(b);
  journal.beat({ beat: 2, at: NOON });
  journal.dot(c);
  expect(lastDots(await found(where, []))).toEqual([b, c]);
  journal.beat({ beat: 3, at: NOON });
  expect(lastDots(await found(where, []))).toEqual([c]);
});

test("who wrote a journal can be judged only from where its process can be seen", async () => {
  const own = ownerOfThis(newId());
  expect(standingOf(own)).toBe("running");
  expect(standingOf({ ...own, mark: "another" })).toBe("gone");
  expect(standingOf({ ...own, boot: "the run before" })).toBe("fallen");
  expect(standingOf({ ...own, space: "another container" })).toBe("out of sight");
  // Process 1 of a container has no mark.
  expect(standingOf({ ...own, mark: "" })).toBe("out of sight");
  expect(standingOf(null)).toBe("out of sight");
  const where = folder();
  openJournal(where, newId());
  expect(await leftJournals(where, "")).toEqual([]);
});
