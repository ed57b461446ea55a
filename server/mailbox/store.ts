import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../kernel";
import { isLabel } from "./label.core";
import { LogLine, type MailEntry } from "./schemas";

/**
 * The mailbox on disk: `<label>/<id>.eml` holds the bytes exactly as they came, `index.ndjson` is
 * the sink's log, one line for each mail that was answered with 250. A file without a line was
 * never answered (the sink was killed in between), so it is not a mail and nobody shows it.
 */
const LOG = "index.ndjson";
const NEWLINE = 0x0a;

function mailPath(folder: string, mail: { label: string; id: string }): string {
  if (!isLabel(mail.label)) throw new AppError("NOT_FOUND");
  return join(folder, mail.label, `${mail.id}.eml`);
}

/** Folders that were made: one call less for each mail. */
const made = new Set<string>();

async function ensureFolder(path: string): Promise<void> {
  if (made.has(path)) return;
  await mkdir(path, { recursive: true, mode: 0o700 });
  made.add(path);
}

/** Writes a mail's bytes and waits until they are on the disk. */
export async function writeMail(
  folder: string,
  mail: { label: string; id: string },
  raw: Buffer,
): Promise<void> {
  const path = mailPath(folder, mail);
  await ensureFolder(dirname(path));
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(raw);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A mail's bytes; NOT_FOUND when its mailbox was emptied meanwhile. */
export async function readMail(folder: string, mail: MailEntry): Promise<Buffer> {
  try {
    return await readFile(mailPath(folder, mail));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new AppError("NOT_FOUND");
    }
    throw error;
  }
}

/** Removes a mail's bytes; its line in the log stays. */
export async function removeMail(folder: string, mail: MailEntry): Promise<void> {
  await rm(mailPath(folder, mail), { force: true });
}

/** Appends to the log; resolves when the line is on the disk. */
export interface LogWriter {
  append(line: LogLine): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the log for appending. A half line that a killed writer left is closed first: readers skip
 * it, and the next line must not be glued to it. Lines that arrive while one write is under way go
 * out together in the next, so that a crowd of connections shares one fsync.
 */
export async function openLog(folder: string): Promise<LogWriter> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(join(folder, LOG), "a+", 0o600);
  const { size } = await file.stat();
  const last = Buffer.alloc(1);
  if (size > 0) await file.read(last, 0, 1, size - 1);
  if (size > 0 && last[0] !== NEWLINE) await file.write("\n");

  let waiting: { text: string; done: () => void; failed: (error: unknown) => void }[] = [];
  let writing: Promise<void> | undefined;
  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await file.write(batch.map((line) => line.text).join(""));
        await file.datasync();
        for (const line of batch) line.done();
      } catch (error) {
        for (const line of batch) line.failed(error);
      }
    }
    writing = undefined;
  };
  return {
    append: (line) =>
      new Promise((done, failed) => {
        waiting.push({ text: `${JSON.stringify(line)}\n`, done, failed });
        writing ??= flush();
      }),
    close: async () => {
      await writing;
      await file.close();
    },
  };
}

/** Appends one line from another process than the sink, which keeps the log open. */
export async function appendOnce(folder: string, line: LogLine): Promise<void> {
  const file = await open(join(folder, LOG), "a", 0o600);
  try {
    // The line feed in front ends a half line, if the sink was killed while writing one.
    await file.write(`\n${JSON.stringify(line)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

interface Known {
  /** Tells one log from another that took its place (tests start over in the same folder). */
  inode: number;
  /** How far the file was read: always the end of a line. */
  upTo: number;
  byLabel: Map<string, MailEntry[]>;
  byId: Map<string, MailEntry>;
}

const known = new Map<string, Known>();

function take(state: Known, text: string): void {
  let parsed: ReturnType<typeof LogLine.safeParse>;
  try {
    parsed = LogLine.safeParse(JSON.parse(text));
  } catch {
    return; // The half line of a killed sink.
  }
  if (!parsed.success) return;
  const line = parsed.data;
  if (!("emptied" in line)) {
    const box = state.byLabel.get(line.label);
    if (box) box.push(line);
    else state.byLabel.set(line.label, [line]);
    state.byId.set(line.id, line);
    return;
  }
  const box = state.byLabel.get(line.emptied) ?? [];
  const cut = box.findIndex((mail) => mail.id === line.upTo) + 1;
  for (const mail of box.splice(0, cut)) state.byId.delete(mail.id);
}

/** Reads what was appended since the last time, whole lines only. */
function refresh(folder: string): Known {
  const fresh = (inode: number): Known => ({
    inode,
    upTo: 0,
    byLabel: new Map(),
    byId: new Map(),
  });
  let fd: number;
  try {
    fd = openSync(join(folder, LOG), "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return fresh(0);
    throw error;
  }
  try {
    const { ino, size } = fstatSync(fd);
    let state = known.get(folder);
    if (state?.inode !== ino || state.upTo > size) state = fresh(ino);
    known.set(folder, state);
    const added = Buffer.alloc(size - state.upTo);
    const read = readSync(fd, added, 0, added.length, state.upTo);
    const whole = added.subarray(0, read).lastIndexOf(NEWLINE) + 1;
    for (const text of added.toString("utf8", 0, whole).split("\n")) if (text) take(state, text);
    state.upTo += whole;
    return state;
  } finally {
    closeSync(fd);
  }
}

/** The mails of one label, oldest first. */
export function listMails(folder: string, label: string): readonly MailEntry[] {
  return refresh(folder).byLabel.get(label) ?? [];
}

/** A mail by its id, whoever it belongs to: the caller checks the label. */
export function findMail(folder: string, id: string): MailEntry | null {
  return refresh(folder).byId.get(id) ?? null;
}
