import { logger } from "../kernel";
import { createBreaker } from "./breaker";
import { type Carrier, type CarrierTuning, createCarrier, type SenderPorts } from "./carrier";
import { type Claim, claim, listSending, type Source } from "./claim-queries";
import { type Due, listDue } from "./due-queries";
import { openJournal } from "./journal";
import { type Draft, readDrafts } from "./letters";
import { startPulse } from "./pulse";
import { recoverExpired, recoverLocal } from "./recover";
import { sweep } from "./sweep";
import { endWorker, registerWorker } from "./worker-queries";

export interface SenderOptions extends CarrierTuning {
  /** Messages on the wire at once. */
  connections?: number;
  /** How often an idle sender looks for work, in milliseconds. */
  pollMs?: number;
  /** How long `stop` waits for what is on the wire. */
  drainMs?: number;
  /** How often the lease is renewed, in milliseconds. */
  beatMs?: number;
  /** How long it is believed alive without a heartbeat; 30 by default. */
  leaseSeconds?: number;
}

export interface Sender {
  /** Claims nothing more, finishes what is on the wire, gives back the rest. */
  stop(): Promise<void>;
}

/** In this process's hands, from claim to result. */
interface Held {
  workspaceId: string;
  draft: Draft;
}

// Not at import: a build has no environment.
const log = () => logger("delivery");
const WORKSPACES_AT_ONCE = 50;
const NOBODY = "00000000-0000-0000-0000-000000000000";
/** Composed at once: as many as there are threads to sign, and one being rendered. */
const COMPOSING = 8;
/** Places that campaigns leave free for what cannot wait. */
const URGENT_PLACES = 20;

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
  const connections = options.connections ?? 10;
  const pollMs = options.pollMs ?? 200;
  // A prefetch large enough that no connection waits for a claim.
  const most = connections * 4;
  const journal = openJournal(ports.journals, ports.workerId);
  const { workerId, host, version } = ports;
  const { leaseSeconds } = options;
  await ports.inPlatform({}, (tx) =>
    registerWorker(tx, { id: workerId, host, version, leaseSeconds }),
  );

  const carriers = new Map<string, Carrier>();
  const urgent: Held[] = [];
  const waiting: Held[] = [];
  const held = new Map<string, Set<Held>>();
  let heldCount = 0;
  const running = new Set<Promise<void>>();
  const breaker = createBreaker(ports.now);
  let composing = 0;
  let lastServed = NOBODY;
  let isStopping = false;
  let isCutOff = false;
  let wakeUp: () => void = () => undefined;

  function carrierOf(workspaceId: string): Carrier {
    let carrier = carriers.get(workspaceId);
    if (!carrier) {
      carrier = createCarrier(
        { ...ports, journal, isCutOff: () => isCutOff },
        workspaceId,
        options,
      );
      carriers.set(workspaceId, carrier);
    }
    return carrier;
  }

  function hold(one: Held): void {
    const own = held.get(one.workspaceId) ?? new Set();
    held.set(one.workspaceId, own.add(one));
    heldCount += 1;
    (one.draft.claim.lane === "campaign" ? waiting : urgent).push(one);
  }

  async function letGo(one: Held): Promise<void> {
    heldCount -= 1;
    const own = held.get(one.workspaceId);
    own?.delete(one);
    if (own?.size !== 0) return;
    held.delete(one.workspaceId);
    // The last of a workspace may be the last of its campaign: look now, not at the next poll.
    await tidy(one.workspaceId);
  }

  async function carry(one: Held): Promise<void> {
    const carrier = carrierOf(one.workspaceId);
    const provider = ports.providerOf(one.workspaceId);
    composing += 1;
    let isComposed = false;
    const onComposed = (): void => {
      if (isComposed) return;
      isComposed = true;
      composing -= 1;
      pump();
    };
    try {
      if (isStopping || breaker.isOpen(provider.key)) {
        await carrier.release(one.draft.claim, isStopping ? 0 : breaker.pauseOf(provider.key));
      } else {
        const carried = await carrier.carry(one.draft, { provider, onComposed });
        if (carried === "unavailable") breaker.open(provider.key);
        else breaker.close(provider.key);
      }
    } catch (error) {
      log().error({ messageId: one.draft.claim.id, err: error }, "message not carried");
    } finally {
      onComposed();
      await letGo(one);
    }
  }

  /** Whether the next message can be composed now: neither hands nor its way out are full. */
  function canTake(one: Held | undefined): one is Held {
    if (!one) return false;
    if (isStopping || one.draft.claim.lane !== "campaign") return true;
    return composing < COMPOSING && ports.providerOf(one.workspaceId).room > composing;
  }

  function pump(): void {
    for (;;) {
      const queue = urgent.length > 0 ? urgent : waiting;
      if (!canTake(queue[0])) return;
      const one = queue.shift() as Held;
      const done = carry(one).finally(() => {
        running.delete(done);
        pump();
        if (heldCount <= most / 2) wakeUp();
      });
      running.add(done);
    }
  }

  async function tidy(workspaceId: string): Promise<void> {
    try {
      const swept = await ports.inWorkspace(workspaceId, (tx) =>
        sweep(tx, workspaceId, ports.now()),
      );
      if (swept.cancelled + swept.finished > 0) log().info({ workspaceId, ...swept }, "swept");
    } catch (error) {
      log().error({ workspaceId, err: error }, "sweep failed");
    }
  }

  /** Claims up to `limit` messages of a workspace's lane, each sending campaign in turn. */
  async function claimFrom({ workspaceId, lane }: Due, limit: number): Promise<number> {
    if (breaker.isOpen(ports.providerOf(workspaceId).key)) return 0;
    const drafts = await ports.inWorkspace(workspaceId, async (tx) => {
      const claims: Claim[] = [];
      const sources: Source[] =
        lane === "campaign"
          ? (await listSending(tx, workspaceId)).map((campaignId) => ({ lane, campaignId }))
          : [{ lane, campaignId: null }];
      for (const source of sources) {
        const left = limit - claims.length;
        if (left <= 0) break;
        claims.push(...(await claim(tx, workspaceId, { ...source, workerId, limit: left })));
      }
      const { findSigner } = ports;
      return claims.length > 0 ? readDrafts(tx, workspaceId, { claims, findSigner }) : [];
    });
    ports.passing?.("claimed");
    for (const draft of drafts) hold({ workspaceId, draft });
    pump();
    return drafts.length;
  }

  /** How many places a lane may fill; campaigns are refilled only when half of theirs are free. */
  function placesFor(lane: Due["lane"]): number {
    if (isStopping) return 0;
    if (lane !== "campaign") return most + URGENT_PLACES - heldCount;
    // A claim costs the same for one message as for many.
    return heldCount > most / 2 ? 0 : most - heldCount;
  }

  /** One turn over the workspaces that are due. Returns how many messages were claimed. */
  async function turn(): Promise<number> {
    const due = await ports.inPlatform({}, (tx) => listDue(tx, lastServed, WORKSPACES_AT_ONCE));
    let claimed = 0;
    for (const [at, one] of due.entries()) {
      const places = placesFor(one.lane);
      if (places <= 0) continue;
      if (one.lane === "campaign") lastServed = one.workspaceId;
      const count = await claimFrom(one, Math.ceil(places / (due.length - at)));
      if (count === 0) await tidy(one.workspaceId);
      claimed += count;
    }
    return claimed;
  }

  const pulse = startPulse(ports, journal, {
    beatMs: options.beatMs,
    leaseSeconds,
    recoverLocal: () => recoverLocal(ports),
    recoverExpired: () => recoverExpired(ports),
  });

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      let hasClaimed = false;
      try {
        hasClaimed = (await turn()) > 0;
      } catch (error) {
        log().error({ err: error }, "claim failed");
        await pause(1_000);
      }
      if (!isStopping && !(hasClaimed && heldCount <= most / 2)) await pause(pollMs);
    }
  }

  const loop = run();

  async function stop(): Promise<void> {
    isStopping = true;
    wakeUp();
    await loop;
    pump();
    // What hangs is cut off in the end: its phase then says whether it is queued again or unknown.
    const timer = setTimeout(() => {
      isCutOff = true;
      for (const workspaceId of held.keys()) ports.providerOf(workspaceId).close();
    }, options.drainMs ?? 15_000);
    while (running.size > 0) await Promise.all(running);
    clearTimeout(timer);
    await pulse.stop();
    await ports.inPlatform({}, (tx) => endWorker(tx, workerId)).catch(() => undefined);
    journal.close();
  }

  return { stop };
}
