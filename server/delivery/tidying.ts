import { logger } from "../kernel";
import type { SenderPorts } from "./carrier";
import { sweep } from "./sweep";

// Not at import: a build has no environment.
const log = () => logger("delivery");

/** Sweeps workspaces beside the sender's turns: at the end of a large campaign one takes seconds. */
export function createTidying(ports: Pick<SenderPorts, "inWorkspace" | "now">) {
  const running = new Map<string, Promise<void>>();

  async function run(workspaceId: string): Promise<void> {
    try {
      const swept = await ports.inWorkspace(workspaceId, (tx) =>
        sweep(tx, workspaceId, ports.now()),
      );
      if (swept.cancelled + swept.finished > 0) log().info({ workspaceId, ...swept }, "swept");
    } catch (error) {
      log().error({ workspaceId, err: error }, "sweep failed");
    }
  }

  function begin(workspaceId: string): Promise<void> {
    const done = run(workspaceId).finally(() => {
      running.delete(workspaceId);
    });
    running.set(workspaceId, done);
    return done;
  }

  /** Now, and once more where one is under way: what it looks at may be from before. */
  async function now(workspaceId: string): Promise<void> {
    while (running.has(workspaceId)) await running.get(workspaceId);
    await begin(workspaceId);
  }

  return {
    now,
    /** Unless one is under way: whoever asks comes again as long as the workspace is due. */
    soon(workspaceId: string): void {
      if (!running.has(workspaceId)) void begin(workspaceId);
    },
    settled: async (): Promise<void> => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
