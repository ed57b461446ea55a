import { clock, logger } from "../kernel";
import type { SenderPorts } from "./sender-ports";
import { sweep } from "./sweep";

// Not at import: a build has no environment.
const log = () => logger("delivery");

/** Intents, results and heartbeats need the same connections. */
const MOST_AT_ONCE = 2;

/** Sweeps workspaces beside the sender's turns: at the end of a large campaign one takes seconds. */
export function createTidying(ports: Pick<SenderPorts, "inWorkspace" | "now">) {
  /** Begun, or waiting for another workspace's to end. */
  const under = new Map<string, Promise<void>>();
  /** When each was last begun, by the steady clock. */
  const begunAt = new Map<string, number>();
  const line: (() => void)[] = [];
  let free = MOST_AT_ONCE;

  async function run(workspaceId: string): Promise<void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => line.push(resolve));
    try {
      const swept = await ports.inWorkspace(workspaceId, (tx) =>
        sweep(tx, workspaceId, ports.now()),
      );
      if (swept.cancelled + swept.finished > 0) log().info({ workspaceId, ...swept }, "swept");
    } catch (error) {
      log().error({ workspaceId, err: error }, "sweep failed");
    }
    const next = line.shift();
    if (next) next();
    else free += 1;
  }

  function begin(workspaceId: string): Promise<void> {
    begunAt.set(workspaceId, clock.steady());
    const done = run(workspaceId).finally(() => {
      under.delete(workspaceId);
    });
    under.set(workspaceId, done);
    return done;
  }

  return {
    /** Now, and once more where one is under way: what that looks at may be from before. */
    async now(workspaceId: string): Promise<void> {
      while (under.has(workspaceId)) await under.get(workspaceId);
      await begin(workspaceId);
    },
    /**
     * Unless one is under way, or was begun less than so long ago: whoever asks comes again as long as the workspace
     * is due.
     */
    soon(workspaceId: string, distanceMs = 0): void {
      const last = begunAt.get(workspaceId);
      // Who is only now met has just been made due.
      if (last === undefined && distanceMs > 0) begunAt.set(workspaceId, clock.steady());
      const isSoon = distanceMs > 0 && clock.steady() - (last ?? clock.steady()) < distanceMs;
      if (!isSoon && !under.has(workspaceId)) void begin(workspaceId);
    },
    settled: async (): Promise<void> => {
      while (under.size > 0) await Promise.all(under.values());
    },
  };
}
