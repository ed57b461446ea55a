import { logger } from "../kernel";
import type { EndReason } from "./halt";
import type { Journal } from "./journal";
import { folderName } from "./journal-files";
import { DatabaseRewound, notedTimeline, noteTimeline } from "./rewind";
import { agreeOnTimeline, raiseAlarm } from "./rewind-queries";
import type { SenderPorts } from "./sender-ports";
import { beatWorker, COUNT_MS, endWorker, LEASE_SECONDS, noteBegun } from "./worker-queries";

const log = () => logger("delivery");
/** How often this machine's journals are looked at for workers that died. */
const LOOK_MS = 1_000;
/** So long machines are waited for that have not looked back on a new timeline; then somebody has to look. */
const UNHEARD_MS = 120_000;
/** So long the others' alarm may take: a worker that knows of one must go in any case. */
const ALARM_MS = 2_000;

export interface Pulse {
  /**
   * False once the lease has run out by this process's own clock, which goes on while it is stopped: what
   * it held may be somebody else's, or settled, before it could be told. So it is once this life is over.
   */
  isLeased(): boolean;
  /** The database forgot something: tells the other workers and ends this life. */
  endRewound(): Promise<void>;
  stop(): Promise<void>;
}

/** Resolves when a signal is aborted; without one, never. */
function abortOf(signal: AbortSignal | undefined): Promise<"aborted"> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve("aborted");
    else signal?.addEventListener("abort", () => resolve("aborted"), { once: true });
  });
}

/**
 * What a sender does by the clock: renews its lease, counts who else sends, and takes back what dead workers
 * held: those of this machine within a second or two, others once their lease has run out. Begun when each was
 * done once: before, this machine's journals may tell of letters that the database takes for unsent, and a limit
 * may be another's.
 */
export async function startPulse(
  ports: SenderPorts,
  journal: Journal,
  work: {
    beatMs?: number | undefined;
    leaseSeconds?: number | undefined;
    unheardMs?: number | undefined;
    recoverLocal: () => Promise<void>;
    recoverExpired: () => Promise<void>;
    /** Counts who shares what is limited. */
    countWorkers: () => Promise<void>;
    /** Holds the journals against a database that has begun another timeline. */
    lookBack: () => Promise<void>;
  },
): Promise<Pulse> {
  const leaseSeconds = work.leaseSeconds ?? LEASE_SECONDS;
  const beatMs = work.beatMs ?? (leaseSeconds * 1_000) / 3;
  const { workerId: id, host, version } = ports;
  let beats = 0;
  let noted = notedTimeline(ports.journals);
  let leasedUntil = performance.now() + leaseSeconds * 1_000;
  let unheardSince: number | null = null;
  let isOver = false;
  let hasBegun = false;
  const under = new Set<Promise<void>>();

  async function end(reason: EndReason): Promise<void> {
    if (isOver) return;
    isOver = true;
    if (reason === "rewound") {
      const journals = folderName(ports.journals);
      const alarm = ports.inPlatform({}, (tx) => raiseAlarm(tx, { id, host, version, journals }));
      const late = new Promise((resolve) => setTimeout(resolve, ALARM_MS).unref());
      await Promise.race([alarm, late]).catch((error) =>
        log().error({ err: error }, "the other workers were not told"),
      );
    }
    ports.onEnd(reason);
  }

  /** Whether it was done; never rejects. */
  async function guarded(what: string, run: () => Promise<void>): Promise<boolean> {
    try {
      await run();
      return true;
    } catch (error) {
      if (error instanceof DatabaseRewound) await end("rewound");
      else
        log().error(
          { err: error },
          hasBegun ? what : `${what}; nothing is sent before it succeeds`,
        );
      return false;
    }
  }

  /** Whether every machine is sure of the database's timeline; not for ever, somebody has to look then. */
  async function isAgreed(): Promise<boolean> {
    if (await ports.inPlatform({}, (tx) => agreeOnTimeline(tx, id))) {
      unheardSince = null;
      return true;
    }
    unheardSince ??= performance.now();
    log().warn("nothing is sent: a machine has not said that the database knows all it has sent");
    if (performance.now() - unheardSince >= (work.unheardMs ?? UNHEARD_MS)) await end("unheard");
    return false;
  }

  async function beat(): Promise<void> {
    const asked = performance.now();
    const { state, timeline, at } = await ports.inPlatform({}, (tx) =>
      beatWorker(tx, { id, beat: beats, leaseSeconds }),
    );
    if (state === "ended" || state === "rewound") return end(state);
    // Before the heartbeat is noted, which vouches for what was before the one before it.
    if (state === "moved") await work.lookBack();
    beats += 1;
    journal.beat({ beat: beats, at });
    // Not before it is noted: a journal's reader takes it that no dot is later than that and a lease.
    leasedUntil = asked + leaseSeconds * 1_000;
    // What a worker held on another machine may have left, as far as is known before.
    if (await isAgreed()) await work.recoverExpired();
    // Last, for the disk may be full; tried again with the next one then.
    if (timeline !== noted) noteTimeline(ports.journals, timeline);
    noted = timeline;
  }

  /** At once and then one after the other, so that a slow database is not asked twice at once. */
  function every(ms: number, what: string, run: () => Promise<void>) {
    let isRunning = false;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const once = (): void => {
      if (isRunning || isOver) return;
      isRunning = true;
      const running = guarded(what, run).then((isDone) => {
        if (isDone || isOver) begin();
        isRunning = false;
        under.delete(running);
      });
      under.add(running);
    };
    once();
    return { timer: setInterval(once, ms), begun };
  }

  const turns = [
    every(beatMs, "heartbeat failed", beat),
    every(LOOK_MS, "journals not read", work.recoverLocal),
    every(COUNT_MS, "workers not counted", work.countWorkers),
  ];

  async function stop(): Promise<void> {
    for (const { timer } of turns) clearInterval(timer);
    await Promise.all(under);
  }

  const begun = Promise.all(turns.map((turn) => turn.begun));
  if ((await Promise.race([begun, abortOf(ports.stopping)])) === "aborted") {
    isOver = true;
    await stop();
    await ports.inPlatform({}, (tx) => endWorker(tx, id)).catch(() => undefined);
    journal.close();
    throw new Error("The process stopped before its sender had begun.");
  }
  await ports.inPlatform({}, (tx) => noteBegun(tx, id));
  hasBegun = true;
  return {
    isLeased: () => !isOver && performance.now() < leasedUntil,
    endRewound: () => end("rewound"),
    stop,
  };
}
