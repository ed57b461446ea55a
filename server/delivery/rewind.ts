import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { logger } from "../kernel";
import type { Change } from "./change.core";
import { type JournalContent, type JournalKey, lastDots } from "./journal.core";
import { everyJournal, readEnd, type WorkerJournal } from "./journal-files";
import type { RecoveryPorts } from "./recover";
import { adoptTimeline, countForgotten } from "./rewind-queries";
import { findBeat } from "./worker-queries";

/** The database knows less than a journal: it was put back, or a failover lost commits. */
export class DatabaseRewound extends Error {
  override readonly name = "DatabaseRewound";
}

const log = () => logger("delivery");
/** Dots looked up in one statement. */
const CHUNK = 5_000;

const fileIn = (folder: string) => path.join(folder, "timeline");

/** The timeline that the journals of this folder were last held against; null: none yet. */
export function notedTimeline(folder: string): number | null {
  try {
    return Number(readFileSync(fileIn(folder), "utf8")) || null;
  } catch {
    return null;
  }
}

/** The timeline that this folder's journals were held against; 0: on none; null: it has no journals. */
export async function pastOf(folder: string): Promise<number | null> {
  const journals = await everyJournal(folder);
  return journals.length === 0 ? null : (notedTimeline(folder) ?? 0);
}

export function noteTimeline(folder: string, timeline: number): void {
  writeFileSync(fileIn(folder), String(timeline), { mode: 0o600 });
}

type Ports = Pick<RecoveryPorts, "inWorkspace" | "inPlatform" | "journals" | "workerId">;

/** Every dot has an intent, which was committed before it. */
async function requireIntents(ports: Ports, dots: readonly JournalKey[]): Promise<void> {
  for (const workspaceId of new Set(dots.map((dot) => dot.workspaceId))) {
    const own = dots.filter((dot) => dot.workspaceId === workspaceId);
    for (let from = 0; from < own.length; from += CHUNK) {
      const rows = own.slice(from, from + CHUNK);
      const count = await ports.inWorkspace(workspaceId, (tx) =>
        countForgotten(tx, workspaceId, { rows, to: "in_flight" }),
      );
      if (count === 0) continue;
      log().fatal({ workspaceId, count }, "the database does not know of letters that have left");
      throw new DatabaseRewound();
    }
  }
}

/**
 * Throws DatabaseRewound when a journal has heard of more than the database remembers: heartbeats, or
 * intents since the last of them.
 */
export async function requireRemembered(
  ports: Ports,
  { workerId }: Pick<WorkerJournal, "workerId">,
  content: JournalContent,
): Promise<void> {
  const known = await ports.inPlatform({}, (tx) => findBeat(tx, workerId));
  if (known === null ? content.last.beat > 0 : known < content.last.beat)
    throw new DatabaseRewound();
  await requireIntents(ports, lastDots(content));
}

/**
 * The database has begun another timeline. Holds every journal of this folder against it, of the dead too:
 * until that is done no intent of this worker is granted.
 */
export async function lookBack(ports: Ports): Promise<void> {
  for (const journal of await everyJournal(ports.journals)) {
    await requireRemembered(ports, journal, await readEnd(journal));
  }
  await ports.inPlatform({}, (tx) => adoptTimeline(tx, ports.workerId));
  log().warn("the database has begun another timeline; nothing that left is missing");
}

/**
 * A result found no row to change: taken away from this worker, or forgotten with the step that led to
 * it. True when it was forgotten.
 */
export async function isForgotten(
  ports: Pick<Ports, "inWorkspace">,
  workspaceId: string,
  change: Pick<Change, "contactId" | "id" | "fence" | "event">,
): Promise<boolean> {
  const isOut = change.event === "accepted" || change.event === "lost";
  const to = isOut ? "in_flight" : "claimed";
  const count = await ports.inWorkspace(workspaceId, (tx) =>
    countForgotten(tx, workspaceId, { rows: [change], to }),
  );
  return count > 0;
}
