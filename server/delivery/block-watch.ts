import type { Tx } from "@/db";
import { logger } from "../kernel";
import { type Bounce, createBlockWatch } from "./bounce.core";
import { pauseBlocked } from "./pause-blocked";

interface WatchPorts {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
}

/**
 * Watches what receivers answer to the campaigns of one workspace: when they refuse us, and not single
 * people, the campaign pauses before more is spoilt. "Later" is no refusal.
 */
export function watchBlocks(ports: WatchPorts, workspaceId: string) {
  const watches = new Map<string, ReturnType<typeof createBlockWatch>>();
  return async (
    campaignId: string | null,
    told: { smtpCode?: number; bounce?: Bounce },
  ): Promise<void> => {
    const { smtpCode = 0, bounce } = told;
    const isFinal = (smtpCode >= 200 && smtpCode < 300) || smtpCode >= 500;
    if (!campaignId || !isFinal) return;
    const own = watches.get(campaignId) ?? createBlockWatch();
    watches.set(campaignId, own);
    if (!own.note(bounce === "blocked")) return;
    await ports
      .inWorkspace(workspaceId, (tx) => pauseBlocked(tx, workspaceId, campaignId))
      .catch((error: unknown) =>
        logger("delivery").error({ campaignId, err: error }, "not paused"),
      );
  };
}
