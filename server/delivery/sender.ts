import { logger } from "../kernel";
import { type Carrier, type CarrierTuning, createCarrier, type SenderPorts } from "./carrier";
import { type Claim, claim, heartbeat, LEASE_SECONDS, listSending } from "./claim-queries";
import { listDue } from "./due-queries";
import { type Draft, readDrafts } from "./letters";
import { sweep } from "./sweep";

export interface SenderOptions extends CarrierTuning {
  /** Messages on the wire at once. */
  connections?: number;
  /** How often an idle sender looks for work, in milliseconds. */
  pollMs?: number;
  /** How long `stop` waits for what is on the wire. */
  drainMs?: number;
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
const LONGEST_BREAK_MS = 60_000;
const FIRST_BREAK_MS = 1_000;
const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * The sender of one process. It asks `due_work` which workspaces have something to send, claims a
 * small number from each in turn, and carries them over at most `connections` links. Any number of
 * senders may run: claims skip what others hold, and every later write stands under the claim's
 * fence. See docs/sending.md.
 */
export function startSender(ports: SenderPorts, options: SenderOptions = {}): Sender {
  const connections = options.connections ?? 10;
  const pollMs = options.pollMs ?? 200;
  // A small prefetch, so that a link never waits for a claim.
  const most = connections * 4;

  const carriers = new Map<string, Carrier>();
  const waiting: Held[] = [];
  const held = new Set<Held>();
  const onWire = new Set<Promise<void>>();
  let lastServed = NOBODY;
  let isStopping = false;
  let breakMs = 0;
  let closedUntil = 0;
  let wakeUp: () => void = () => undefined;

  function carrierOf(workspaceId: string): Carrier {
    let carrier = carriers.get(workspaceId);
    if (!carrier) {
      carrier = createCarrier(ports, workspaceId, options);
      carriers.set(workspaceId, carrier);
    }
    return carrier;
  }

  /** After the mail server could not be used: nobody tries again for a while, longer each time. */
  function openBreaker(): void {
    if (ports.now().getTime() < closedUntil) return;
    breakMs = Math.min(breakMs === 0 ? FIRST_BREAK_MS : breakMs * 2, LONGEST_BREAK_MS);
    closedUntil = ports.now().getTime() + breakMs;
    log().warn({ breakMs }, "sending pauses");
  }

  const isClosed = (): boolean => ports.now().getTime() < closedUntil;

  async function carry(one: Held): Promise<void> {
    const carrier = carrierOf(one.workspaceId);
    try {
      if (isStopping || isClosed())
        await carrier.release(one.draft.claim, isStopping ? 0 : breakMs);
      else if ((await carrier.carry(one.draft)) === "unavailable") openBreaker();
      else breakMs = 0;
    } catch (error) {
      log().error({ messageId: one.draft.claim.id, err: error }, "message not carried");
    } finally {
      held.delete(one);
    }
    // The last of a workspace may be the last of its campaign: look now, not at the next poll.
    if (![...held].some((other) => other.workspaceId === one.workspaceId)) {
      await tidy(one.workspaceId);
    }
  }

  function pump(): void {
    while (onWire.size < connections) {
      const one = waiting.shift();
      if (!one) return;
      const done = carry(one).finally(() => {
        onWire.delete(done);
        pump();
        wakeUp();
      });
      onWire.add(done);
    }
  }

  async function tidy(workspaceId: string): Promise<void> {
    try {
      const swept = await ports.inWorkspace(workspaceId, (tx) =>
        sweep(tx, workspaceId, ports.now()),
      );
      if (swept.recovered + swept.cancelled + swept.finished > 0) {
        log().info({ workspaceId, ...swept }, "swept");
      }
    } catch (error) {
      log().error({ workspaceId, err: error }, "sweep failed");
    }
  }

  /** Claims up to `limit` messages of a workspace, each sending campaign in turn. */
  async function claimFrom(workspaceId: string, limit: number): Promise<number> {
    const drafts = await ports.inWorkspace(workspaceId, async (tx) => {
      const claims: Claim[] = [];
      for (const campaignId of await listSending(tx, workspaceId)) {
        const left = limit - claims.length;
        if (left <= 0) break;
        const take = { campaignId, workerId: ports.workerId, limit: left };
        claims.push(...(await claim(tx, workspaceId, take)));
      }
      return claims.length > 0 ? readDrafts(tx, workspaceId, claims) : [];
    });
    for (const draft of drafts) {
      const one = { workspaceId, draft };
      held.add(one);
      waiting.push(one);
    }
    pump();
    return drafts.length;
  }

  /** One turn over the workspaces that are due. Returns how many messages were claimed. */
  async function turn(): Promise<number> {
    const due = await ports.inPlatform({}, (tx) => listDue(tx, lastServed, WORKSPACES_AT_ONCE));
    let claimed = 0;
    for (const [at, workspaceId] of due.entries()) {
      const free = most - held.size;
      if (isStopping || free <= 0) break;
      lastServed = workspaceId;
      const count = await claimFrom(workspaceId, Math.ceil(free / (due.length - at)));
      if (count === 0) await tidy(workspaceId);
      claimed += count;
    }
    return claimed;
  }

  async function beat(): Promise<void> {
    const all = [...held];
    for (const workspaceId of new Set(all.map((one) => one.workspaceId))) {
      const own = all.filter((one) => one.workspaceId === workspaceId);
      const mine = { workerId: ports.workerId, claims: own.map((one) => one.draft.claim) };
      await ports.inWorkspace(workspaceId, (tx) => heartbeat(tx, workspaceId, mine));
    }
  }

  const heart = setInterval(
    () => {
      beat().catch((error: unknown) => log().error({ err: error }, "heartbeat failed"));
    },
    (LEASE_SECONDS * 1_000) / 3,
  );

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
        // Refilled only when half is gone: a claim costs the same for one message as for many.
        if (!isClosed() && held.size <= most / 2) hasClaimed = (await turn()) > 0;
      } catch (error) {
        log().error({ err: error }, "claim failed");
        await pause(1_000);
      }
      if (!isStopping && !(hasClaimed && held.size <= most / 2)) await pause(pollMs);
    }
  }

  const loop = run();

  async function stop(): Promise<void> {
    isStopping = true;
    wakeUp();
    await loop;
    pump();
    // What hangs is cut off in the end: its phase then says whether it is queued again or unknown.
    const timer = setTimeout(() => ports.smtp.close(), options.drainMs ?? 15_000);
    while (onWire.size > 0) await Promise.all(onWire);
    clearTimeout(timer);
    clearInterval(heart);
    ports.smtp.close();
  }

  return { stop };
}
