import { createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { newId } from "../kernel";
import { SUFFIX } from "./journal";
import {
  emptyJournal,
  type JournalContent,
  type JournalEntry,
  type JournalOwner,
  takeLine,
} from "./journal.core";
import { type Standing, standingOf } from "./journal-owner";

/** What a folder of journals is called, for good: several machines may share one, or have the same name. */
export function folderName(folder: string): string {
  const file = path.join(folder, "name");
  if (!existsSync(file)) {
    // Whole or not at all, and of several that begin at once the last one names it.
    const own = `${file}.${newId()}`;
    writeFileSync(own, newId(), { mode: 0o600 });
    renameSync(own, file);
  }
  return readFileSync(file, "utf8");
}

/** A journal that everything is taken from keeps its name but for this. */
const ASIDE = ".done";
/** Kept after their worker's end, for whoever has to reconcile a database that was put back. */
export const KEPT_DAYS = 3;
const KEPT_BYTES = 1024 * 1024 * 1024;

/** All files of one worker's journal, in their order. */
export interface WorkerJournal {
  workerId: string;
  files: string[];
}

/** The journal of a worker that does not run, as far as can be seen from here. */
export interface LeftJournal extends WorkerJournal {
  standing: Exclude<Standing, "running">;
}

/** The lines of journals, in their order. */
async function* linesOf(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) yield* createInterface({ input: createReadStream(file) });
}

async function ownerOf(file: string): Promise<JournalOwner | null> {
  const content = emptyJournal();
  for await (const line of linesOf([file])) {
    takeLine(content, line);
    break;
  }
  return content.owner;
}

const partOf = (file: string) => Number(file.split(".").at(-2)) || 0;

/** Journals of a folder by their workers, oldest life first; only files that end in one of `suffixes`. */
async function journalsIn(folder: string, suffixes: readonly string[]): Promise<WorkerJournal[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    suffixes.some((suffix) => name.endsWith(suffix)),
  );
  const workers = [...new Set(names.map((name) => name.split(".")[0] ?? ""))].sort();
  return workers.map((workerId) => ({
    workerId,
    files: names
      .filter((name) => name.startsWith(`${workerId}.`))
      .sort((a, b) => partOf(a) - partOf(b))
      .map((name) => path.join(folder, name)),
  }));
}

/** Journals whose worker does not run any more; `own` and those of living workers are left alone. */
export async function leftJournals(folder: string, own: string): Promise<LeftJournal[]> {
  const left: LeftJournal[] = [];
  for (const journal of await journalsIn(folder, [SUFFIX])) {
    if (journal.workerId === own) continue;
    const standing = standingOf(await ownerOf(journal.files[0] ?? ""));
    if (standing !== "running") left.push({ ...journal, standing });
  }
  return left;
}

/** Every journal of a folder: of the living, of the dead, and those put aside. */
export function everyJournal(folder: string): Promise<WorkerJournal[]> {
  return journalsIn(folder, [SUFFIX, ASIDE]);
}

/** What a journal says of the messages named (`keyOf`); it may know of a million others. */
export async function readLeft(
  left: Pick<WorkerJournal, "files">,
  wanted: ReadonlySet<string>,
): Promise<JournalContent> {
  const content = emptyJournal();
  for await (const line of linesOf(left.files)) takeLine(content, line, wanted);
  return content;
}

/** Entries kept at once while a whole journal is walked through. */
const BATCH = 5_000;

/** All that a journal says, in batches, each entry once its answer is known or cannot come any more. */
export async function* walkJournal(files: readonly string[]): AsyncGenerator<JournalEntry[]> {
  const content = emptyJournal();
  for await (const line of linesOf(files)) {
    takeLine(content, line);
    if (content.entries.size < 2 * BATCH) continue;
    // The older half: an answer comes long before so many other dots.
    const older = [...content.entries].slice(0, BATCH);
    for (const [key] of older) content.entries.delete(key);
    yield older.map(([, entry]) => entry);
  }
  yield [...content.entries.values()];
}

/** Journals of this folder, those put aside included, oldest first; not those of living workers. */
export async function allJournals(folder: string): Promise<string[]> {
  const left = await leftJournals(folder, "");
  const aside = await journalsIn(folder, [ASIDE]);
  return [...aside, ...left].flatMap((one) => one.files);
}

/** Put aside once all it says is in the database; kept a while for a restore. */
export async function setAside(left: WorkerJournal): Promise<void> {
  for (const file of left.files) {
    // Another worker of this machine may have been quicker.
    await rename(file, `${file.slice(0, -SUFFIX.length)}${ASIDE}`).catch(() => undefined);
  }
}

/** Deletes journals put aside that are old, or too many. */
export async function forgetOld(folder: string, now: Date): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ASIDE));
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const { mtimeMs, size } = await stat(file);
      return { file, mtimeMs, size };
    }),
  );
  files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  let bytes = 0;
  for (const { file, mtimeMs, size } of files) {
    bytes += size;
    const isOld = now.getTime() - mtimeMs > KEPT_DAYS * 86_400_000;
    if (isOld || bytes > KEPT_BYTES) await rm(file, { force: true });
  }
}

/**
 * Puts all journals away, for good: what they say is in the database now, or the database is another
 * one. A worker that found them again would halt.
 */
export async function putJournalsAway(folder: string): Promise<void> {
  if (existsSync(folder)) await rename(folder, `${folder}-before-${Date.now()}`);
}
