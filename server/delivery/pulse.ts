import { logger } from "../kernel";
import type { SenderPorts } from "./carrier";
import type { Journal } from "./journal";
import { DatabaseRewound, notedTimeline, noteTimeline } from "./rewind";
import { beatWorker, LEASE_SECONDS } from "./worker-queries";

const log = () => logger("delivery");
/** How often this machine's journals are looked at for workers that died. */
const LOOK_MS = 1_000;

export interface Pulse {
  /**
   * False once the lease has run out by this process's own clock, which goes on while it is stopped: what
   * it held may be somebody else's, or settled, before it could be told.
   */
  isLeased(): boolean;
  stop(): Promise<void>;
}

/**
 * What a sender does by the clock: renews its lease, and takes back what dead workers held: those of
 * this machine within a second or two, others once their lease has run out.
 */
export function startPulse(
  ports: SenderPorts,
  journal: Journal,
  work: {
    beatMs?: number | undefined;
    leaseSeconds?: number | undefined;
    recoverLocal: () => Promise<void>;
    recoverExpired: () => Promise<void>;
    /** Holds the journals against a database that has begun another timeline. */
    lookBack: () => Promise<void>;
  },
): Pulse {
  const leaseSeconds = work.leaseSeconds ?? LEASE_SECONDS;
  const beatMs = work.beatMs ?? (leaseSeconds * 1_000) / 3;
  let beats = 0;
  let noted = notedTimeline(ports.journals);
  let leasedUntil = performance.now() + leaseSeconds * 1_000;
  let isStopped = false;
  const under = new Set<Promise<void>>();

  async function guarded(what: string, run: () => Promise<void>): Promise<void> {
    if (isStopped) return;
    try {
      await run();
    } catch (error) {
      if (error instanceof DatabaseRewound) ports.onEnd("rewound");
      else log().error({ err: error }, what);
    }
  }

  async function beat(): Promise<void> {
    const asked = performance.now();
    const { state, timeline } = await ports.inPlatform({}, (tx) =>
      beatWorker(tx, { id: ports.workerId, beat: beats, leaseSeconds }),
    );
    if (state === "ended" || state === "rewound") return ports.onEnd(state);
    leasedUntil = asked + leaseSeconds * 1_000;
    // Before the heartbeat is noted, which vouches for what was before the one before it.
    if (state === "moved") await work.lookBack();
    beats += 1;
    journal.beat(beats);
    await work.recoverExpired();
    // Last, for the disk may be full; tried again with the next one then.
    if (timeline !== noted) noteTimeline(ports.journals, timeline);
    noted = timeline;
  }

  /** One after the other, so that a slow database is not asked twice at once. */
  function every(
    ms: number,
    what: string,
    { run, isAtOnce }: { run: () => Promise<void>; isAtOnce: boolean },
  ): NodeJS.Timeout {
    let isRunning = false;
    const once = (): void => {
      if (isRunning) return;
      isRunning = true;
      const running = guarded(what, run).finally(() => {
        isRunning = false;
        under.delete(running);
      });
      under.add(running);
    };
    if (isAtOnce) once();
    return setInterval(once, ms);
  }

  const timers = [
    // Where there is a past to look back on, nothing is sent before that is done.
    every(beatMs, "heartbeat failed", { run: beat, isAtOnce: noted !== null }),
    every(LOOK_MS, "journals not read", { run: work.recoverLocal, isAtOnce: true }),
  ];
  return {
    isLeased: () => performance.now() < leasedUntil,
    stop: async () => {
      isStopped = true;
      timers.forEach(clearInterval);
      await Promise.all(under);
    },
  };
}
