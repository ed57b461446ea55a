import { clock, logger } from "../kernel";
import { createRests } from "./breaker";
import { type Carrier, type CarrierTuning, createCarrier, DEFAULT_CONNECTIONS } from "./carrier";
import type { Change } from "./change.core";
import { type Due, listDue } from "./due-queries";
import { createHands } from "./hands";
import { type Journal, openJournal } from "./journal";
import { folderName } from "./journal-files";
import { createNap } from "./nap";
import { createNotices } from "./notices";
import type { ChannelProvider } from "./provider";
import { startPulse } from "./pulse";
import { giveBackUnknown, recoverExpired, recoverLocal } from "./recover";
import { isForgotten, lookBack, pastOf } from "./rewind";
import type { Lane } from "./schemas";
import type { SenderPorts } from "./sender-ports";
import { ClaimInDoubt, createTaker, type Taken } from "./taking";
import { createTidying } from "./tidying";
import { createTroubles } from "./troubles";
import { countWorkers, endWorker, registerWorker } from "./worker-queries";

export interface SenderOptions extends CarrierTuning {
  /** How often an idle sender looks for work, in milliseconds. */
  pollMs?: number;
  /** How long `stop` waits for what is on the wire. */
  drainMs?: number;
  /** How often the lease is renewed, in milliseconds. */
  beatMs?: number;
  /** How long it is believed alive without a heartbeat; 30 by default. */
  leaseSeconds?: number;
  /** How long machines are waited for that have not looked back on a new timeline, in milliseconds. */
  unheardMs?: number;
}

export interface Sender {
  /** Claims nothing more, finishes what is on the wire, gives back the rest. */
  stop(): Promise<void>;
}

// Not at import: a build has no environment.
const log = () => logger("delivery");
const WORKSPACES_AT_ONCE = 50;
const NOBODY = "00000000-0000-0000-0000-000000000000";
/** Places at each way out that campaigns leave free for what cannot wait. */
const URGENT_PLACES = 20;
/** A message whose way out has no place left is looked at again after so long. */
const FULL_LOOK_MS = 5_000;
/** A workspace of which something is always due is swept so often all the same: what ended there has ended. */
const BUSY_SWEEP_MS = 10_000;
/** A single message that is held back is looked at again after so long. */
const HELD_BACK_LOOK_MS = 60_000;

/**
 * The sender of one process. It asks `due_work` which workspaces have something to send, claims a
 * small number from each in turn, and carries them over their way out. Any number of senders may
 * run: claims skip what others hold, and every later write stands under the claim's fence. See
 * docs/sending.md.
 */
export async function startSender(
  ports: SenderPorts,
  options: SenderOptions = {},
): Promise<Sender> {
  const connections = options.connections ?? DEFAULT_CONNECTIONS;
  const pollMs = options.pollMs ?? 200;
  /** How many one turn takes, and a way out may hold at least. */
  const most = connections * 4;
  const timeline = await pastOf(ports.journals);
  const journal = openJournal(ports.journals, ports.workerId);
  const { workerId, host, version, ways } = ports;
  const { leaseSeconds } = options;
  const journals = folderName(ports.journals);
  await ports
    .inPlatform({}, (tx) =>
      registerWorker(tx, { id: workerId, host, version, leaseSeconds, journals, timeline }),
    )
    .catch((error) => {
      journal.close();
      throw error;
    });

  const carriers = new Map<string, Carrier>();
  /** Where a claim failed, and nobody knows whether it was committed. */
  const doubtful = new Set<string>();
  const rests = createRests(clock.steady);
  const notices = createNotices(ports);
  const troubles = createTroubles(notices);
  const tidying = createTidying(ports);
  let lastServed = NOBODY;
  let isStopping = false;
  let isCutOff = false;
  const nap = createNap();

  /** Without a lease there is no dot: what this worker holds may have been given to another. */
  const leased: Journal = {
    ...journal,
    dot: (one) => {
      if (!pulse.isLeased()) throw new Error("The lease has run out.");
      journal.dot(one);
    },
  };

  async function onVoid(workspaceId: string, change: Change): Promise<void> {
    log().warn({ messageId: change.id, event: change.event }, "result was void");
    if (await isForgotten(ports, workspaceId, change)) await pulse.endRewound();
  }

  function carrierOf(workspaceId: string): Carrier {
    const known = carriers.get(workspaceId);
    if (known) return known;
    journal.serves(workspaceId);
    const own = { ...ports, journal: leased, rests, notices, isCutOff: () => isCutOff, onVoid };
    const carrier = createCarrier(own, workspaceId, options);
    carriers.set(workspaceId, carrier);
    return carrier;
  }

  async function carry(
    taken: Taken,
    provider: ChannelProvider,
    onComposed: () => void,
  ): Promise<Taken | null> {
    const carrier = carrierOf(taken.workspaceId);
    try {
      const rest = rests.restOf(provider.key, taken.domain);
      if (!isStopping && rest === 0) return await carrier.carry(taken, { provider, onComposed });
      await carrier.release(taken, isStopping ? 0 : rest);
    } catch (error) {
      log().error({ messageId: taken.draft.claim.id, err: error }, "message not carried");
    }
    return null;
  }

  const choose = ({ providers, domain }: Taken): ChannelProvider | null =>
    providers.find(({ key }) => rests.restOf(key, domain) === 0) ?? null;

  /** On their way back to the queue, without having been in anybody's hands. */
  const returning = new Set<Promise<void>>();

  const hands = createHands({
    choose,
    carry,
    onEmpty: tidying.now,
    onFree: (provider) => {
      if (freeAt(provider, "campaign") > 0) nap.wake();
    },
    isStopping: () => isStopping,
  });
  ways.onRoom(() => {
    hands.pump();
    nap.wake();
  });

  /**
   * How many a way out may hold. Each has places of its own, so that a slow one takes nobody else's: for what its
   * connections have, for as many results on their way, and for a prefetch so large that none waits for a claim.
   */
  function placesAt({ prefetch }: ChannelProvider, lane: Lane): number {
    return Math.max(most, 3 * prefetch) + (lane === "campaign" ? 0 : URGENT_PLACES);
  }

  /** Campaigns refill a way out when half of its prefetch is used: a claim costs the same for one as for many. */
  function freeAt(provider: ChannelProvider, lane: Lane): number {
    const free = Math.max(0, placesAt(provider, lane) - hands.heldBy(provider));
    const half = provider.prefetch / 2;
    const isStocked = hands.waitingFor(provider) > half || free < half;
    return lane === "campaign" && isStocked ? 0 : free;
  }

  /** What the first that can be used has use for; one for each that is tried after a rest. */
  function capacityOf(providers: readonly ChannelProvider[], lane: Lane): number {
    let tries = 0;
    for (const provider of providers) {
      if (rests.isTried(provider.key)) tries += 1;
      else if (rests.restOfServer(provider.key) === 0) {
        const wanted = lane === "campaign" ? provider.prefetch - hands.waitingFor(provider) : most;
        return tries + Math.max(0, Math.min(freeAt(provider, lane), wanted));
      }
    }
    return tries;
  }

  const taker = createTaker({
    ...ports,
    notices,
    capacityOf,
    foremost: (providers) =>
      providers.find(({ key }) => rests.isTried(key) || rests.restOfServer(key) === 0),
    restingDomains: (providers) => rests.domainsOf(providers.map(({ key }) => key)),
  });

  /** Takes a claimed message into hands, or gives it back where no way out has a place for it. */
  function hold(taken: Taken): void {
    const { lane } = taken.draft.claim;
    const provider = choose(taken);
    // Its own way out may be another one than that by which so many were claimed.
    const isFull = provider !== null && hands.heldBy(provider) >= placesAt(provider, lane);
    if (taken.providers.length > 0 && !isFull) hands.hold(taken);
    else {
      const delayMs = isFull ? FULL_LOOK_MS : HELD_BACK_LOOK_MS;
      const back = carrierOf(taken.workspaceId)
        .release(taken, delayMs)
        .finally(() => void returning.delete(back));
      returning.add(back);
    }
  }

  /** Gives back what may have been claimed and is not known here; false while that cannot be told apart. */
  async function isSure(workspaceId: string): Promise<boolean> {
    if (!doubtful.has(workspaceId)) return true;
    if (hands.holdsOf(workspaceId)) return false;
    await giveBackUnknown(ports, workspaceId);
    return doubtful.delete(workspaceId);
  }

  /** Claims up to `limit` messages of a workspace's lane, and returns them; null when that failed or is in doubt. */
  async function claimFrom(due: Due, limit: number): Promise<readonly Taken[] | null> {
    const { workspaceId } = due;
    try {
      if (!(await isSure(workspaceId))) return null;
      const taken = await taker.take(due, limit);
      // Where nothing was looked at, nothing is known to work.
      if (!taker.isFull(due)) troubles.forget(due);
      ports.passing?.("claimed");
      for (const one of taken) hold(one);
      hands.pump();
      return taken;
    } catch (error) {
      if (error instanceof ClaimInDoubt) doubtful.add(workspaceId);
      // Of what is in doubt nothing seems to be due: it would be looked at much later.
      if (!doubtful.has(workspaceId)) tidying.soon(workspaceId);
      troubles.note(due, error);
      return null;
    }
  }

  /** Who finds a way out full has its turn before whoever filled it. */
  function noteServed({ lane, workspaceId }: Due, taken: readonly Taken[]): void {
    if (lane === "campaign" && taken.length > 0) lastServed = workspaceId;
  }

  /** One turn over the workspaces that are due. True when a way out has use for more of what it took. */
  async function turn(): Promise<boolean> {
    const looked = WORKSPACES_AT_ONCE + taker.countFull() + troubles.count();
    const due = await ports.inPlatform({}, (tx) => listDue(tx, lastServed, looked));
    const open = due.filter((one) => !taker.isFull(one) && !troubles.isResting(one));
    let left = most;
    let isHungry = false;
    for (const [at, one] of open.entries()) {
      if (isStopping || left <= 0) break;
      const taken = await claimFrom(one, Math.ceil(left / (open.length - at)));
      if (!taken) continue;
      noteServed(one, taken);
      tidying.soon(one.workspaceId, taken.length === 0 ? 0 : BUSY_SWEEP_MS);
      left -= taken.length;
      isHungry ||= taken.some(({ providers }) => capacityOf(providers, one.lane) > 0);
    }
    return isHungry;
  }

  const pulse = await startPulse(ports, journal, {
    beatMs: options.beatMs,
    leaseSeconds,
    unheardMs: options.unheardMs,
    lookBack: () => lookBack(ports),
    recoverLocal: () => recoverLocal(ports),
    recoverExpired: () => recoverExpired(ports),
    countWorkers: async () => {
      ways.setProcesses(await ports.inPlatform({}, (tx) => countWorkers(tx, workerId)));
    },
  });

  async function run(): Promise<void> {
    while (!isStopping) {
      let isHungry = false;
      try {
        // Whoever lost it is about to learn why, or to get it back.
        isHungry = pulse.isLeased() && (await turn());
      } catch (error) {
        log().error({ err: error }, "turn failed");
        await nap.take(1_000);
      }
      if (!isStopping && !isHungry) await nap.take(pollMs);
    }
  }

  const loop = run();

  async function stop(): Promise<void> {
    isStopping = true;
    nap.wake();
    await loop;
    hands.pump();
    // What hangs is cut off in the end: its phase then says whether it is queued again or unknown.
    const timer = setTimeout(() => {
      isCutOff = true;
      ways.close();
    }, options.drainMs ?? 15_000);
    await Promise.all([hands.settled(), ...returning]);
    clearTimeout(timer);
    await tidying.settled();
    await notices.end();
    await pulse.stop();
    await ports.inPlatform({}, (tx) => endWorker(tx, workerId)).catch(() => undefined);
    ways.close();
    journal.close();
  }

  return { stop };
}
