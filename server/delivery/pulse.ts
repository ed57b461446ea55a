import { logger } from "../kernel";
import type { SenderPorts } from "./carrier";
import type { Journal } from "./journal";
import { DatabaseRewound } from "./recover";
import { beatWorker, LEASE_SECONDS } from "./worker-queries";

const log = () => logger("delivery");
/** How often this machine's journals are looked at for workers that died. */
const LOOK_MS = 1_000;

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
  },
): { stop: () => Promise<void> } {
  const leaseSeconds = work.leaseSeconds ?? LEASE_SECONDS;
  let beats = 0;
  let isStopped = false;
  let under: Promise<void> = Promise.resolve();

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
    const state = await ports.inPlatform({}, (tx) =>
      beatWorker(tx, { id: ports.workerId, beat: beats, leaseSeconds }),
    );
    if (state !== "renewed") return ports.onEnd(state);
    beats += 1;
    journal.beat(beats);
    await work.recoverExpired();
  }

  /** One after the other, so that a slow database is not asked twice at once. */
  function every(ms: number, what: string, run: () => Promise<void>): NodeJS.Timeout {
    let isRunning = false;
    return setInterval(() => {
      if (isRunning) return;
      isRunning = true;
      under = guarded(what, run).finally(() => {
        isRunning = false;
      });
    }, ms);
  }

  const timers = [
    every(work.beatMs ?? (leaseSeconds * 1_000) / 3, "heartbeat failed", beat),
    every(LOOK_MS, "journals not read", work.recoverLocal),
  ];
  void guarded("journals not read", work.recoverLocal);
  return {
    stop: async () => {
      isStopped = true;
      timers.forEach(clearInterval);
      await under;
    },
  };
}
