import type { Tx } from "@/db";
import { logger } from "../kernel";
import { openJournal } from "./journal";
import type { Visit } from "./schemas";
import { takeInVisits } from "./take-in";

/** What recording needs from its process: a folder that outlives it, transactions, a clock. */
export interface RecorderPorts {
  folder: string;
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  now(): Date;
}

export interface Recorder {
  /** Resolves when the visit cannot be lost any more by the end of this process. Never rejects. */
  note(visit: Visit): Promise<void>;
  /** Takes in what is waiting, now and until nothing is. Rejects while the database is away. */
  settle(): Promise<void>;
}

/** Visits that arrive together share a transaction. */
const GATHER_MS = 50;
const MOST_AT_ONCE = 500;
const LONGEST_REST_MS = 30_000;

/**
 * The database was there and said no to the data (classes 22 and 23): waiting changes nothing, and
 * one such visit must not keep all others out.
 */
function isRefused(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && /^2[23]...$/.test(String(at.code))) return true;
  }
  return false;
}

/**
 * Records visits: first into the journal, then, when the database is there, into it. The answer to
 * whoever clicks waits for the first only.
 */
export function openRecorder(ports: RecorderPorts): Recorder {
  const journal = openJournal(ports.folder);
  const log = logger("tracking");
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let failures = 0;

  async function takeInBatch(workspaceId: string, batch: readonly Visit[]): Promise<void> {
    try {
      await ports.inWorkspace(workspaceId, (db) =>
        takeInVisits({ db, workspaceId, now: ports.now() }, batch),
      );
    } catch (error) {
      if (!isRefused(error)) throw error;
      if (batch.length === 1) return log.error({ err: error }, "visit cannot be stored");
      for (const visit of batch) await takeInBatch(workspaceId, [visit]);
    }
  }

  async function takeIn(visits: readonly Visit[]): Promise<void> {
    for (const workspaceId of new Set(visits.map((visit) => visit.workspaceId))) {
      const own = visits.filter((visit) => visit.workspaceId === workspaceId);
      for (let at = 0; at < own.length; at += MOST_AT_ONCE) {
        await takeInBatch(workspaceId, own.slice(at, at + MOST_AT_ONCE));
      }
    }
  }

  function settle(): Promise<void> {
    const result = running.then(() => journal.drain(takeIn));
    running = result.catch(() => undefined);
    return result;
  }

  function settleSoon(ms: number): void {
    if (timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      settle().then(
        () => {
          failures = 0;
        },
        (error: unknown) => {
          failures += 1;
          if (failures === 1) log.warn({ err: error }, "clicks wait for the database");
          settleSoon(Math.min(LONGEST_REST_MS, 1_000 * 2 ** (failures - 1)));
        },
      );
    }, ms);
    // Nothing is lost with the process, so it need not live on for this.
    timer.unref();
  }

  async function note(visit: Visit): Promise<void> {
    try {
      await journal.append(visit);
    } catch (error) {
      // No room on the disk, perhaps: then the database has to take it at once, or it is lost.
      log.error({ err: error }, "click not journalled");
      await takeIn([visit]).catch((lost: unknown) => log.error({ err: lost }, "click lost"));
    }
    settleSoon(GATHER_MS);
  }

  // What an earlier process left behind.
  settleSoon(0);
  return { note, settle };
}
