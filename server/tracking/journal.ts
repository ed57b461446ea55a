import { appendFile, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { logger, newId } from "../kernel";
import { Visit } from "./schemas";

/** A file that is written to, and one that is only read any more. */
const OPEN = ".open";
const READY = ".ready";

export interface Journal {
  /** Resolves when the line is in the file: the end of this process does not lose it. */
  append(visit: Visit): Promise<void>;
  /**
   * Hands over everything written so far, a file at a time, and forgets a file only when `handle`
   * has resolved. What was handed over when a process ended is handed over again.
   */
  drain(handle: (visits: Visit[]) => Promise<void>): Promise<void>;
}

/** A line that a dying process left half written was never answered for; it is passed over. */
function readLines(text: string, file: string): Visit[] {
  const visits: Visit[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    try {
      visits.push(Visit.parse(JSON.parse(line)));
    } catch {
      logger("tracking").warn({ file }, "unreadable line in the journal");
    }
  }
  return visits;
}

/**
 * An append-only journal in a folder of its own. One process writes and reads it (the web server of
 * this DATA_DIR): files that an earlier one left open are taken over at the first draining.
 */
export function openJournal(folder: string): Journal {
  const own = path.join(folder, `${newId()}${OPEN}`);
  // One after the other: a line is never written into a file that was just closed.
  let last: Promise<unknown> = mkdir(folder, { recursive: true, mode: 0o700 });
  // Who waits for the folder hears of its failure; the chain itself goes on.
  last.catch(() => undefined);
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  }

  async function close(): Promise<string[]> {
    for (const name of await readdir(folder)) {
      if (!name.endsWith(OPEN)) continue;
      const to = path.join(folder, `${newId()}${READY}`);
      await rename(path.join(folder, name), to);
    }
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith(READY))
      .sort()
      .map((name) => path.join(folder, name));
  }

  return {
    append: (visit) => inTurn(() => appendFile(own, `${JSON.stringify(visit)}\n`, { mode: 0o600 })),
    drain: async (handle) => {
      for (const file of await inTurn(close)) {
        await handle(readLines(await readFile(file, "utf8"), path.basename(file)));
        await rm(file, { force: true });
      }
    },
  };
}
