import type { ChannelProvider } from "./provider";
import type { Taken } from "./taking";

/** Composed at once: what is being signed, and as many that are rendered meanwhile. */
const COMPOSING = 24;

/** What one way out has to do. */
interface Line {
  provider: ChannelProvider;
  waiting: Taken[];
  /** How many are composed for it: it will have them in a moment. */
  composing: number;
  /** How many wait in it, are composed for it or were handed over and are not settled. */
  held: number;
}

/**
 * What one process holds, from claim to result: waiting in a line for each way out, so that a slow one
 * holds up nobody else, then being composed, then handed over.
 */
export function createHands(ports: {
  /** The first way out that can be used now; null when all of them rest. */
  choose(taken: Taken): ChannelProvider | null;
  /** Returns what is to go to another way out, else null. */
  carry(taken: Taken, provider: ChannelProvider, onComposed: () => void): Promise<Taken | null>;
  /** The last message of a workspace is settled. */
  onEmpty(workspaceId: string): Promise<void>;
  /** A place at a way out became free, or fewer wait for it. */
  onFree(provider: ChannelProvider): void;
  /** Nothing waits any more for anything: what is held is given back. */
  isStopping(): boolean;
}) {
  const lines = new Map<ChannelProvider, Line>();
  const held = new Map<string, number>();
  const running = new Set<Promise<void>>();
  let composing = 0;

  function hold(taken: Taken): void {
    held.set(taken.workspaceId, (held.get(taken.workspaceId) ?? 0) + 1);
    join(taken);
  }

  /** Into the line of its way out; what is urgent passes it. */
  function join(taken: Taken): void {
    const provider = ports.choose(taken) ?? (taken.providers[0] as ChannelProvider);
    const line = lines.get(provider) ?? { provider, waiting: [], composing: 0, held: 0 };
    lines.set(provider, line);
    line.held += 1;
    if (taken.draft.claim.lane === "campaign") line.waiting.push(taken);
    else start(taken, line);
  }

  function leave(line: Line): void {
    line.held -= 1;
    if (line.held === 0) lines.delete(line.provider);
  }

  async function letGo({ workspaceId }: Taken): Promise<void> {
    const left = (held.get(workspaceId) ?? 1) - 1;
    held.set(workspaceId, left);
    if (left > 0) return;
    held.delete(workspaceId);
    // The last of a workspace may be the last of its campaign: look now, not at the next poll.
    await ports.onEmpty(workspaceId);
  }

  function start(taken: Taken, line: Line): void {
    composing += 1;
    line.composing += 1;
    let isComposed = false;
    const onComposed = (): void => {
      if (isComposed) return;
      isComposed = true;
      composing -= 1;
      line.composing -= 1;
      pump();
    };
    const whole = async (): Promise<void> => {
      const elsewhere = await ports.carry(taken, line.provider, onComposed);
      onComposed();
      leave(line);
      if (elsewhere) join(elsewhere);
      else await letGo(taken);
    };
    const done = whole().finally(() => {
      running.delete(done);
      pump();
      ports.onFree(line.provider);
    });
    running.add(done);
  }

  /** Starts the next of a line, or takes it to another one; false when it has to wait. */
  function moveNext(line: Line): boolean {
    const [next] = line.waiting;
    if (!next) return false;
    // What rests or stops is only given back, for which there is always room.
    const provider = ports.isStopping() ? null : ports.choose(next);
    if (provider && provider !== line.provider) {
      line.waiting.shift();
      leave(line);
      join(next);
      return true;
    }
    const isFree = composing < COMPOSING && line.provider.room > line.composing;
    if (provider && !isFree) return false;
    line.waiting.shift();
    start(next, line);
    ports.onFree(line.provider);
    return true;
  }

  /** Composes the next of each line in turn, as long as there is use for any. */
  function pump(): void {
    let hasMoved = true;
    while (hasMoved) {
      hasMoved = false;
      for (const line of [...lines.values()]) hasMoved = moveNext(line) || hasMoved;
    }
  }

  return {
    hold,
    pump,
    /** How many messages a way out has of this process, from being in its line to being settled. */
    heldBy: (provider: ChannelProvider) => lines.get(provider)?.held ?? 0,
    holdsOf: (workspaceId: string) => held.has(workspaceId),
    waitingFor: (provider: ChannelProvider) => lines.get(provider)?.waiting.length ?? 0,
    /** When all that is held is settled. */
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
