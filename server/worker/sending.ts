import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "@/db/client";
import { halt, haltOf, journalsFolder, openWays, startSender } from "../delivery";
import { clock, env, logger, newId } from "../kernel";
import { openSigningThread } from "./signing";

const log = () => logger("worker");
/** To the database, for sending alone: a busy import must not make a message wait for one. */
const DATABASE_CONNECTIONS = 10;
/** How long after a failed start the sender is tried again, at first and at most. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** So long a start that is under way may take to notice that the process stops. */
const LET_GO_MS = 2_000;
/** How often a machine on which sending is halted looks whether it may go on. */
const HALT_LOOK_MS = 2_000;

/** What sends in this process, be it that it only tries to. */
export interface Sending {
  stop(): Promise<void>;
}

/** Resolves to what runs then; rejects when it could not start, or when `stopping` came first. */
type Start = (stopping: AbortSignal) => Promise<Sending>;

/**
 * Has something started beside everything else. What keeps it from starting (a full disk, a folder that cannot be
 * written to) stops nothing else: it is tried again after 1 s, 2 s, 4 s, … at most 60 s. `stop` ends a wait
 * and a start at once, or stops what has started.
 */
export function keepStarting(
  start: Start,
  onFailure: (error: unknown, pauseMs: number) => void,
  { firstMs = FIRST_PAUSE_MS, longestMs = LONGEST_PAUSE_MS, letGoMs = LET_GO_MS } = {},
): Sending {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function begin(): Promise<Sending | null> {
    for (let pauseMs = firstMs; !signal.aborted; pauseMs = Math.min(2 * pauseMs, longestMs)) {
      try {
        return await start(signal);
      } catch (error) {
        if (signal.aborted) break;
        onFailure(error, pauseMs);
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    return null;
  }

  const begun = begin();
  return {
    stop: async () => {
      stopping.abort();
      // A start that waits for a database which says nothing is left alone: its journal has no dot.
      const running = await Promise.race([begun, sleep(letGoMs, null, { ref: false })]);
      await running?.stop();
    },
  };
}

/** While sending is halted: nothing but a look whether it may go on, in another life of this process. */
function waitForLift(journals: string, die: (error: Error) => void): Sending {
  log().fatal(
    "sending is halted: the database was put back, or may have been; see docs/sending.md",
  );
  const look = setInterval(() => {
    if (!haltOf(journals)) die(new Error("Sending may go on: this worker starts afresh."));
  }, HALT_LOOK_MS);
  return { stop: async () => clearInterval(look) };
}

/** One try. Each is a life of its own, with all that it opens. */
async function startOnce(
  given: { smtpUrl: string; databaseUrl: string; die: (error: Error) => void },
  stopping: AbortSignal,
): Promise<Sending> {
  const { MAILBOX_DIR: mailbox, SMTP_CONNECTIONS: connections, SMTP_PER_SECOND: perSecond } = env();
  const journals = journalsFolder();
  // Asked for each time: another worker of this machine may have found out meanwhile.
  if (haltOf(journals)) return waitForLift(journals, given.die);
  const sending = openDatabase(given.databaseUrl, { max: DATABASE_CONNECTIONS, isSteady: true });
  const server = { url: given.smtpUrl, isLocalMailbox: mailbox !== undefined, perSecond };
  const ways = openWays(server, { connections });
  const signing = openSigningThread();
  const close = async (): Promise<void> => {
    await signing.close();
    await sending.close();
  };
  try {
    const sender = await startSender(
      {
        inWorkspace: sending.inWorkspace,
        inPlatform: sending.inPlatform,
        now: clock.now,
        ways,
        sign: signing.sign,
        journals,
        workerId: newId(),
        host: hostname(),
        version: process.version,
        stopping,
        onEnd: (reason) => {
          if (reason !== "ended") halt(journals, reason, clock.now());
          given.die(new Error(`This worker's life is over: ${reason}.`));
        },
      },
      { connections },
    );
    log().info("sender started");
    return {
      stop: async () => {
        await sender.stop();
        await close();
      },
    };
  } catch (error) {
    ways.close();
    // Not waited for: a connection that hangs would keep the next try waiting.
    void close().catch(() => undefined);
    throw error;
  }
}

/**
 * The sender of this process, beside its jobs: where it cannot start they go on, and it is tried again until
 * it does. `die` ends the process: the sender's life is over, and a fresh one follows.
 */
export function startSending(die: (error: Error) => void): Sending {
  const { SMTP_URL: smtpUrl, APP_DATABASE_URL: databaseUrl } = env();
  if (!smtpUrl || !databaseUrl) {
    log().warn("no SMTP_URL: nothing is sent");
    return { stop: async () => undefined };
  }
  return keepStarting(
    (stopping) => startOnce({ smtpUrl, databaseUrl, die }, stopping),
    (error, pauseMs) =>
      log().error(
        { err: error, journals: journalsFolder() },
        `the sender could not start, so nothing is sent; jobs go on, and it is tried again in ${pauseMs / 1_000} s`,
      ),
  );
}
