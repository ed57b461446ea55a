import type { ChannelProvider } from "./provider";
import type { Taken } from "./taking";

/** Composed at once: what is being signed, and as many that are rendered meanwhile. */
const COMPOSING = 24;

/**
 * What one process holds, from claim to result: waiting in a line for each way out, so that a slow one
 * holds up nobody else, then being composed, then handed over.
 */
export function createHands(ports: {
  /** The first way out that can be used now; else the first. */
  choose(taken: Taken): ChannelProvider;
  carry(taken: Taken, provider: ChannelProvider, onComposed: () => void): Promise<void>;
  /** The last message of a workspace is settled. */
  onEmpty(workspaceId: string): Promise<void>;
  /** A place became free. */
  onFree(): void;
  /** Nothing waits any more for anything: what is held is given back. */
  isStopping(): boolean;
}) {
  const lines = new Map<string, { provider: ChannelProvider; waiting: Taken[] }>();
  const held = new Map<string, number>();
  const running = new Set<Promise<void>>();
  let composing = 0;
  let count = 0;

  function hold(taken: Taken): void {
    count += 1;
    held.set(taken.workspaceId, (held.get(taken.workspaceId) ?? 0) + 1);
    const provider = ports.choose(taken);
    if (taken.draft.claim.lane !== "campaign") {
      start(taken, provider);
      return;
    }
    const line = lines.get(provider.key) ?? { provider, waiting: [] };
    line.provider = provider;
    line.waiting.push(taken);
    lines.set(provider.key, line);
  }

  async function letGo({ workspaceId }: Taken): Promise<void> {
    count -= 1;
    const left = (held.get(workspaceId) ?? 1) - 1;
    held.set(workspaceId, left);
    if (left > 0) return;
    held.delete(workspaceId);
    // The last of a workspace may be the last of its campaign: look now, not at the next poll.
    await ports.onEmpty(workspaceId);
  }

  function start(taken: Taken, provider: ChannelProvider): void {
    composing += 1;
    let isComposed = false;
    const onComposed = (): void => {
      if (isComposed) return;
      isComposed = true;
      composing -= 1;
      pump();
    };
    const whole = async (): Promise<void> => {
      await ports.carry(taken, provider, onComposed);
      onComposed();
      await letGo(taken);
    };
    const done = whole().finally(() => {
      running.delete(done);
      pump();
      ports.onFree();
    });
    running.add(done);
  }

  /** Starts the next of a line, if its way out has use for it; false when it has not. */
  function startNext(key: string): boolean {
    const line = lines.get(key);
    const isFree =
      ports.isStopping() || (composing < COMPOSING && (line?.provider.room ?? 0) > composing);
    const next = isFree ? line?.waiting.shift() : undefined;
    if (line?.waiting.length === 0) lines.delete(key);
    if (next) start(next, ports.choose(next));
    return next !== undefined;
  }

  /** Composes the next of each line in turn, as long as there is use for any. */
  function pump(): void {
    let hasMoved = true;
    while (hasMoved) {
      hasMoved = false;
      for (const key of [...lines.keys()]) hasMoved = startNext(key) || hasMoved;
    }
  }

  return {
    hold,
    pump,
    count: () => count,
    holdsOf: (workspaceId: string) => held.has(workspaceId),
    waitingFor: (provider: ChannelProvider) => lines.get(provider.key)?.waiting.length ?? 0,
    /** When all that is held is settled. */
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
