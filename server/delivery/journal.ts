import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { env } from "../kernel";
import {
  beatLine,
  dotLine,
  type Heartbeat,
  headLines,
  type JournalKey,
  outcomeLine,
  ownerLine,
  servesLine,
  type Told,
} from "./journal.core";
import { ownerOfThis } from "./journal-owner";

/**
 * What one worker writes down beside the database, on its own disk: that a dot is about to be
 * written, and what was answered. Each line is one write to the kernel, so it outlives the process
 * (not a fall of the machine: then silence proves nothing, see journal-owner.ts).
 */
export interface Journal {
  /** Before the dot. Throws when it cannot be written (a full disk): then there is no dot. */
  dot(one: JournalKey): void;
  /** After it; a failure is ignored, the database is told as well. */
  outcome(one: JournalKey, told: Told): void;
  beat(last: Heartbeat): void;
  /** Something of this workspace is about to be carried: where to look when this worker is gone. */
  serves(workspaceId: string): void;
  close(): void;
}

/** What a journal asks of its disk; a test hands in one that fails. */
export interface Disk {
  open(file: string): number;
  /** How many bytes were taken: fewer than given when there is no room for the rest. */
  write(file: number, text: string): number;
  close(file: number): void;
  rename(from: string, to: string): void;
  remove(file: string): void;
}

/** The real one. */
export const DISK: Disk = {
  open: (file) => openSync(file, "w", 0o600),
  write: (file, text) => writeSync(file, text),
  close: closeSync,
  rename: renameSync,
  remove: (file) => rmSync(file, { force: true }),
};

/** Where the workers of this installation keep their journals. */
export const journalsFolder = (): string => path.resolve(env().DATA_DIR, "journal");

export const SUFFIX = ".journal";
/** Read in a fifth of a second. A file this large is followed by another, so that old ones can go. */
const SEGMENT_BYTES = 16 * 1024 * 1024;
/** For whoever has to reconcile a database that was put back. */
export const KEPT_DAYS = 3;

/** One file of a journal while it is written to. */
interface Part {
  number: number;
  file: number;
  size: number;
  /** The last write stopped half-way, or may have. */
  isTorn: boolean;
}

function quietly(run: () => void): void {
  try {
    run();
  } catch {
    // Whatever this was to tidy up or to note besides, the journal itself is as it was.
  }
}

/** Writes one line, whole or not at all as far as a reader can tell. */
function append(disk: Disk, part: Part, line: string): void {
  // After a write that stopped half-way the next line begins on a line of its own.
  const text = part.isTorn ? `\n${line}` : line;
  const length = Buffer.byteLength(text);
  part.isTorn = true;
  if (disk.write(part.file, text) < length) throw noRoom();
  part.isTorn = false;
  part.size += length;
}

const noRoom = () =>
  Object.assign(new Error("The journal could not be written."), { code: "ENOSPC" });

/**
 * Begins a part. It has its name only with its first lines: a journal without an owner would be a dead
 * worker's. On any failure there is no such part, and no file of it is left open.
 */
function begin(disk: Disk, name: string, given: { number: number; head: string }): Part {
  const file = disk.open(`${name}.new`);
  try {
    const part = { number: given.number, file, size: 0, isTorn: false };
    append(disk, part, given.head);
    disk.rename(`${name}.new`, name);
    return part;
  } catch (error) {
    quietly(() => disk.close(file));
    quietly(() => disk.remove(`${name}.new`));
    // It would say of the part that goes on when that was full.
    quietly(() => disk.remove(name));
    throw error;
  }
}

/** Opens the journal of a worker's life. Throws when the folder cannot be written to. */
export function openJournal(
  folder: string,
  workerId: string,
  { disk = DISK, segmentBytes = SEGMENT_BYTES }: { disk?: Disk; segmentBytes?: number } = {},
): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = ownerLine(ownerOfThis(workerId));
  const nameOf = (number: number) => path.join(folder, `${workerId}.${number}${SUFFIX}`);
  const workspaces = new Set<string>();
  let last: Heartbeat = { beat: 0, at: 0 };
  /** Parts that are full, oldest first, each with when a heartbeat was answered after that; 0: none yet. */
  const full: { number: number; at: number }[] = [];
  let part: Part | null = begin(disk, nameOf(0), { number: 0, head: owner });

  /** Removes full parts from before the time that is kept: oldest first, so that no gap can come about. */
  function forget(): void {
    for (let [oldest] = full; oldest; [oldest] = full) {
      if (oldest.at === 0 || oldest.at > last.at - KEPT_DAYS * 86_400_000) return;
      disk.remove(nameOf(oldest.number));
      full.shift();
    }
  }

  /** Goes on in another file. Where that cannot be begun the present one is as good as before. */
  function turnOver(from: Part): Part {
    const number = from.number + 1;
    try {
      part = begin(disk, nameOf(number), { number, head: headLines(owner, { workspaces, last }) });
    } catch {
      return from;
    }
    // Once, whatever comes of it: its number may be another file's a moment later.
    quietly(() => disk.close(from.file));
    full.push({ number: from.number, at: 0 });
    // What cannot be removed now is tried again with the next part.
    quietly(forget);
    return part;
  }

  function line(text: string): void {
    if (!part) throw Object.assign(new Error("The journal is closed."), { code: "EBADF" });
    append(disk, part.size > segmentBytes ? turnOver(part) : part, text);
  }

  return {
    dot: (one) => line(dotLine(one)),
    // Without it a crash before the result makes an unknown, which is the truth.
    outcome: (one, told) => quietly(() => line(outcomeLine(one, told))),
    // Told again with the next one.
    beat: (beat) => {
      last = beat;
      for (const one of full) one.at ||= beat.at;
      quietly(() => line(beatLine(beat)));
    },
    // Without it what is unknown stays so, should nothing else of that workspace be open.
    serves: (workspaceId) => {
      workspaces.add(workspaceId);
      quietly(() => line(servesLine(workspaceId)));
    },
    close: () => {
      const last = part;
      part = null;
      if (last) quietly(() => disk.close(last.file));
    },
  };
}

/** The journal's disk is full or gone: nothing can be sent until it is not. */
export function isDiskError(failed: unknown): boolean {
  const code = failed instanceof Error && "code" in failed ? String(failed.code) : "";
  return ["ENOSPC", "EDQUOT", "EIO", "EROFS", "EBADF"].includes(code);
}
