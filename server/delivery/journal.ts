import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { startMark } from "@/scripts/process-identity.mjs";
import { env } from "../kernel";
import {
  beatLine,
  dotLine,
  emptyJournal,
  type JournalContent,
  type JournalEntry,
  type JournalKey,
  type JournalOwner,
  outcomeLine,
  ownerLine,
  type Told,
  takeLine,
} from "./journal.core";

/**
 * What one worker writes down beside the database, on its own disk: that a dot is about to be
 * written, and what was answered. Each line is one write to the kernel, so it outlives the process
 * (not a fall of the machine: then silence proves nothing, see `bootMark`).
 */
export interface Journal {
  /** Before the dot. Throws when it cannot be written (a full disk): then there is no dot. */
  dot(one: JournalKey): void;
  /** After it; a failure is ignored, the database is told as well. */
  outcome(one: JournalKey, told: Told): void;
  beat(beat: number): void;
  close(): void;
}

/** Names this run of the machine. Where nothing names it, the minute it began. */
function bootMark(): string {
  const file = "/proc/sys/kernel/random/boot_id";
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  return `${hostname()} ${Math.round((Date.now() / 1_000 - uptime()) / 60)}`;
}

/** Where the workers of this installation keep their journals. */
export const journalsFolder = (): string => path.resolve(env().DATA_DIR, "journal");

const SUFFIX = ".journal";
/** A file this large is followed by another, so that old ones can go. */
const SEGMENT_BYTES = 64 * 1024 * 1024;
/** Kept after their worker's end, for whoever has to reconcile a database that was put back. */
const KEPT_DAYS = 3;
const KEPT_BYTES = 1024 * 1024 * 1024;

/** Opens the journal of a worker's life. Throws when the folder cannot be written to. */
export function openJournal(folder: string, workerId: string): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner: JournalOwner = {
    workerId,
    pid: process.pid,
    mark: startMark(process.pid) ?? "",
    boot: bootMark(),
  };
  let part = 0;
  let size = 0;
  let file = -1;
  let isTorn = false;

  function next(): void {
    if (file >= 0) closeSync(file);
    const name = path.join(folder, `${workerId}.${part}${SUFFIX}`);
    // Under its name only with its first line: a journal without an owner would be a dead worker's.
    file = openSync(`${name}.new`, "w", 0o600);
    part += 1;
    size = 0;
    append(ownerLine(owner));
    renameSync(`${name}.new`, name);
  }

  function append(line: string): void {
    // After a write that stopped half-way the next line begins on a line of its own.
    const text = isTorn ? `\n${line}` : line;
    const length = Buffer.byteLength(text);
    isTorn = true;
    if (writeSync(file, text) < length) throw new Error("The journal could not be written.");
    isTorn = false;
    size += length;
  }

  function line(text: string): void {
    if (size > SEGMENT_BYTES) next();
    append(text);
  }

  next();
  return {
    dot: (one) => line(dotLine(one)),
    outcome: (one, told) => {
      try {
        line(outcomeLine(one, told));
      } catch {
        // Without it a crash before the result makes an unknown, which is the truth.
      }
    },
    beat: (beat) => {
      try {
        line(beatLine(beat));
      } catch {
        // Told again with the next one.
      }
    },
    close: () => closeSync(file),
  };
}

/** The journal's disk is full or gone: nothing can be sent until it is not. */
export function isDiskError(failed: unknown): boolean {
  const code = failed instanceof Error && "code" in failed ? String(failed.code) : "";
  return ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EBADF"].includes(code);
}

/** The journals of one worker that is gone. */
export interface LeftJournal {
  workerId: string;
  files: string[];
  /** False when the machine fell since: lines may be missing, so silence proves nothing. */
  isComplete: boolean;
}

function isRunning({ pid, mark }: JournalOwner): boolean {
  return startMark(pid) === mark;
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

/** Journals whose worker does not run any more; `own` and those of living workers are left alone. */
export async function leftJournals(folder: string, own: string): Promise<LeftJournal[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(SUFFIX));
  const workers = new Set(names.map((name) => name.split(".")[0] ?? ""));
  const left: LeftJournal[] = [];
  for (const workerId of workers) {
    if (workerId === own) continue;
    const files = names
      .filter((name) => name.startsWith(`${workerId}.`))
      .sort((a, b) => partOf(a) - partOf(b))
      .map((name) => path.join(folder, name));
    const owner = await ownerOf(files[0] ?? "");
    if (owner && isRunning(owner)) continue;
    left.push({ workerId, files, isComplete: owner?.boot === bootMark() });
  }
  return left;
}

/** What a journal says of the messages named (`keyOf`); it may know of a million others. */
export async function readLeft(
  left: Pick<LeftJournal, "files">,
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
  const aside = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".done"));
  return [
    ...aside.sort().map((name) => path.join(folder, name)),
    ...left.flatMap((one) => one.files),
  ];
}

/** Put aside once all it says is in the database; kept a while for a restore. */
export async function setAside(left: LeftJournal): Promise<void> {
  for (const file of left.files) {
    // Another worker of this machine may have been quicker.
    await rename(file, `${file.slice(0, -SUFFIX.length)}.done`).catch(() => undefined);
  }
}

/** Deletes journals put aside that are old, or too many. */
export async function forgetOld(folder: string, now: Date): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".done"));
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
