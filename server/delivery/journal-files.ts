import { createReadStream, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { newId } from "../kernel";
import { KEPT_DAYS, SUFFIX } from "./journal";
import {
  emptyJournal,
  type Heartbeat,
  type JournalContent,
  type JournalEntry,
  takeLine,
} from "./journal.core";
import { type Standing, standingOf } from "./journal-owner";
import { LEASE_SECONDS } from "./worker-queries";

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
/** Of journals put aside: what is deleted before its three days is not there to be held against a restore. */
const KEPT_BYTES = 4 * 1024 * 1024 * 1024;

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
  for (const file of files) {
    const input = createReadStream(file);
    try {
      yield* createInterface({ input });
    } finally {
      // Who stops early would leave it open: a neighbour's head is looked at every second.
      input.destroy();
    }
  }
}

/** What a part begins with, up to its first heartbeat or dot: whose it is, and when it was begun. */
async function headOf(file: string): Promise<Pick<JournalContent, "owner" | "last">> {
  const content = emptyJournal();
  try {
    for await (const line of linesOf([file])) {
      if (!/^[OWB] /.test(line)) break;
      takeLine(content, line);
      if (content.last.beat > 0) break;
    }
  } catch (error) {
    // No machine sends before it has read its journals: somebody has to know which one it is.
    throw new Error(`The journal ${file} cannot be read.`, { cause: error });
  }
  return content;
}

const partOf = (file: string) => Number(file.split(".").at(-2)) || 0;

/** Journals of a folder by their workers, oldest life first; only files that end in one of `suffixes`. */
async function journalsIn(folder: string, suffixes: readonly string[]): Promise<WorkerJournal[]> {
  const found = await readdir(folder).catch((error: Error & { code?: string }) => {
    // No folder yet. What cannot be read is no empty one.
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const names = found.filter((name) => suffixes.some((suffix) => name.endsWith(suffix)));
  const workers = [...new Set(names.map((name) => name.split(".")[0] ?? ""))].sort();
  return workers.map((workerId) => ({
    workerId,
    files: names
      .filter((name) => name.startsWith(`${workerId}.`))
      .sort((a, b) => partOf(a) - partOf(b))
      .map((name) => path.join(folder, name)),
  }));
}

/** What another process has put aside since the folder was read is that one's. */
function unlessGone(error: Error): null {
  if (error.cause instanceof Error && "code" in error.cause && error.cause.code === "ENOENT") {
    return null;
  }
  throw error;
}

/** Journals whose worker does not run any more; `own` and those of living workers are left alone. */
export async function leftJournals(folder: string, own: string): Promise<LeftJournal[]> {
  const left: LeftJournal[] = [];
  for (const journal of await journalsIn(folder, [SUFFIX])) {
    if (journal.workerId === own) continue;
    const head = await headOf(journal.files[0] ?? "").catch(unlessGone);
    const standing = head && standingOf(head.owner);
    if (standing && standing !== "running") left.push({ ...journal, standing });
  }
  return left;
}

/** Every journal of a folder: of the living, of the dead, and those put aside. */
export function everyJournal(folder: string): Promise<WorkerJournal[]> {
  return journalsIn(folder, [SUFFIX, ASIDE]);
}

type Files = Pick<WorkerJournal, "files">;

async function readFrom(
  files: readonly string[],
  first: { at: number; wholeSince: number },
  wanted: ReadonlySet<string>,
): Promise<JournalContent> {
  const content = { ...emptyJournal(), wholeSince: first.wholeSince };
  for await (const line of linesOf(files.slice(first.at))) takeLine(content, line, wanted);
  return content;
}

/**
 * The newest a dot can be whose part was full when the database had last answered at this moment: there is
 * none without a lease, and clocks are not that exact.
 */
const latestBefore = ({ at }: Heartbeat) => (at > 0 ? at + 2 * LEASE_SECONDS * 1_000 : Infinity);

/**
 * What a journal says of the messages named (`keyOf`), the first of which got its intent at `since`
 * (milliseconds of the database's clock): it may know of millions of others, so older parts are left out.
 */
export async function readLeft(
  { files }: Files,
  wanted: ReadonlySet<string>,
  since: number,
): Promise<JournalContent> {
  let first = { at: 0, wholeSince: 0 };
  for (const [at, file] of files.entries()) {
    const wholeSince = partOf(file) === 0 ? 0 : latestBefore((await headOf(file)).last);
    // Not past the first that is too late, for that clock may have been put back.
    if (at > 0 && wholeSince >= since) break;
    first = { at, wholeSince };
  }
  return readFrom(files, first, wanted);
}

/** How a journal ends: its last heartbeat, the dots since the one before it, and what its worker served. */
export async function readEnd({ files }: Files): Promise<JournalContent> {
  const heads = await Promise.all(files.map(headOf));
  // Where such a part begins, the last but one was still to come.
  const early = (heads.at(-1)?.last.beat ?? 0) - 2;
  const at = heads.findLastIndex(({ last }) => last.beat > 0 && last.beat <= early);
  return readFrom(files, { at: Math.max(0, at), wholeSince: Infinity }, new Set());
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
