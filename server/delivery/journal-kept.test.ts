import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { newId } from "../kernel";
import { DISK, type Disk, type Journal, KEPT_DAYS, openJournal } from "./journal";
import { type JournalKey, keyOf, lastDots } from "./journal.core";
import { everyJournal, leftJournals, readEnd, readLeft } from "./journal-files";
import { silenceAbout } from "./recover.core";

const NOON = Date.parse("2026-03-02T12:00:00Z");
const SECOND = 1_000;
const DAY = 86_400 * SECOND;
/** A handful of lines. */
const SMALL = { segmentBytes: 700 };

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "kairos-journal-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const key = (): JournalKey => ({
  ...{ id: newId(), fence: 1, contactId: newId() },
  workspaceId: "01980000-0000-7000-8000-000000000001",
  campaignId: null,
});

/** A dot with the moment of its intent. */
interface Dotted {
  one: JournalKey;
  intentAt: number;
}

/** A worker that writes its journal by the database's clock. */
function worker(where: string, disk: Disk = DISK) {
  const journal: Journal = openJournal(where, newId(), { ...SMALL, disk });
  const dots: Dotted[] = [];
  let [now, last, beats] = [NOON, 0, 0];
  const beat = (): void => {
    beats += 1;
    last = now;
    journal.beat({ beat: beats, at: now });
  };
  const dot = (): void => {
    // Without a lease there is none.
    if (now - last > 30 * SECOND) beat();
    const one = key();
    try {
      journal.dot(one);
      dots.push({ one, intentAt: now });
    } catch {
      // No dot then.
    }
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { journal, dots, beat, dot, pass, told: () => ({ now, last, beats }) };
}

const files = async (where: string) => (await everyJournal(where))[0]?.files ?? [];

/** What recovery would make of one message, were its worker gone. */
async function read(where: string, { one, intentAt }: Dotted) {
  const content = await readLeft({ files: await files(where) }, new Set([keyOf(one)]), intentAt);
  const silence = silenceAbout({ intentAt }, { standing: "gone", ...content });
  return { isFound: content.entries.has(keyOf(one)), silence };
}

test("what is older than three days goes; what the rest has to know of it stays", async () => {
  const where = folder();
  const { journal, dots, beat, dot, pass, told } = worker(where);
  journal.serves(key().workspaceId);
  for (let n = 0; n < 20; n += 1) {
    dot();
    pass(5 * SECOND);
  }
  beat();
  const before = await files(where);
  pass(4 * DAY);
  for (let n = 0; n < 20; n += 1) {
    dot();
    pass(5 * SECOND);
  }
  const after = await files(where);
  expect(after.length).toBeLessThan(before.length + 3);
  expect(after.filter((file) => before.slice(0, -1).includes(file))).toEqual([]);
  beat();
  const end = await readEnd({ files: after });
  expect(end.owner).not.toBeNull();
  expect([...end.workspaces]).toEqual([key().workspaceId]);
  expect(end.last.beat).toBe(told().beats);
  const [old, recent] = [dots[0] as Dotted, dots.at(-1) as Dotted];
  expect(await read(where, old)).toEqual({ isFound: false, silence: "proves nothing" });
  expect((await read(where, recent)).isFound).toBe(true);
  // Of a message that got its intent just now and has no dot it is as sure as ever.
  pass(120 * SECOND);
  for (let n = 0; n < 10; n += 1) dot();
  const undotted = { one: key(), intentAt: told().now };
  expect(await read(where, undotted)).toEqual({ isFound: false, silence: "proves" });
});

test("parts from before the first message that is asked for are not read", async () => {
  const where = folder();
  const { dots, dot, pass } = worker(where);
  for (let n = 0; n < 60; n += 1) {
    dot();
    pass(20 * SECOND);
  }
  const all = await files(where);
  expect(all.length).toBeGreaterThan(6);
  const [early, late] = [dots[1] as Dotted, dots.at(-2) as Dotted];
  expect((await read(where, early)).isFound).toBe(true);
  const wanted = new Set([early, late].map(({ one }) => keyOf(one)));
  const { entries } = await readLeft({ files: all }, wanted, late.intentAt);
  expect([...entries.keys()]).toEqual([keyOf(late.one)]);
  // Nor to see how it ends.
  for (const file of all.slice(0, all.length / 2)) rmSync(file);
  const end = await readEnd({ files: await files(where) });
  expect(end.dots.before.length + end.dots.since.length).toBeGreaterThan(0);
});

test("the end of a journal is the same, however little of it is read", async () => {
  const where = folder();
  const { dots, beat, dot, pass } = worker(where);
  for (let n = 0; n < 12; n += 1) {
    beat();
    for (let count = 0; count < 7; count += 1) dot();
    pass(10 * SECOND);
  }
  const expected = dots.slice(-14).map(({ one }) => keyOf(one));
  const end = await readEnd({ files: await files(where) });
  expect(lastDots(end).map(keyOf)).toEqual(expected);
});

test("half a heartbeat is none", async () => {
  const where = folder();
  const { beat, journal } = worker(where);
  beat();
  journal.close();
  const [file = ""] = await files(where);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, `${text}B 23 17724\n`);
  expect((await readEnd({ files: [file] })).last).toEqual({ beat: 1, at: NOON });
});

test("a neighbour's journal that is looked at again and again is not left open", async () => {
  const where = folder();
  openJournal(where, newId(), { segmentBytes: 1 });
  const [file = ""] = await files(where);
  writeFileSync(file, `${readFileSync(file, "utf8")}${"D x\n".repeat(100_000)}`);
  const open = () => readdirSync("/proc/self/fd").length;
  const before = open();
  for (let n = 0; n < 20; n += 1) await leftJournals(where, "");
  // Closing takes a moment.
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(open()).toBeLessThan(before + 10);
});

/** A disk on which some calls fail before they do anything. */
function unsure(fails: () => boolean): Disk {
  function guarded<A extends unknown[], T>(call: (...given: A) => T): (...given: A) => T {
    return (...given) => {
      if (fails()) throw Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
      return call(...given);
    };
  }
  return {
    open: guarded(DISK.open),
    write: guarded(DISK.write),
    close: DISK.close,
    rename: guarded(DISK.rename),
    remove: guarded(DISK.remove),
  };
}

/** What a reader would make wrong of these dots, were the worker gone after its heartbeat of `last`. */
async function wrongOf(where: string, dots: readonly Dotted[], last: number): Promise<string[]> {
  const wrong: string[] = [];
  for (const one of dots) {
    const { isFound, silence } = await read(where, one);
    if (!isFound && silence === "proves") wrong.push("believed");
    if (!isFound && one.intentAt > last - KEPT_DAYS * DAY) wrong.push("gone too soon");
  }
  return wrong;
}

test("whatever was removed or not read, no silence says that a dot was never written", async () => {
  const step = fc.oneof(
    { weight: 12, arbitrary: fc.constant("dot" as const) },
    { weight: 4, arbitrary: fc.constant("beat" as const) },
    { weight: 1, arbitrary: fc.constant("day" as const) },
  );
  const failure = fc.oneof(
    { weight: 9, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  );
  const script = fc.array(step, { minLength: 30, maxLength: 70 });
  await fc.assert(
    fc.asyncProperty(script, fc.infiniteStream(failure), async (steps, failures) => {
      const where = mkdtempSync(path.join(tmpdir(), "kairos-journal-"));
      // The first part has to be: without it there is no worker.
      let isBegun = false;
      const disk = unsure(() => isBegun && failures.next().value === true);
      const { dots, beat, dot, pass, told } = worker(where, disk);
      isBegun = true;
      const does = { dot, beat, day: () => pass(DAY) };
      for (const one of steps) {
        does[one]();
        pass(4 * SECOND);
      }
      const wrong = await wrongOf(where, dots, told().last);
      rmSync(where, { recursive: true, force: true });
      expect(wrong).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
