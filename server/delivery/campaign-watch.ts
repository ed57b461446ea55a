import type { Tx } from "@/db";
import { clock, logger } from "../kernel";
import { type Bounce, createBlockWatch } from "./bounce.core";
import { createLossWatch } from "./loss.core";
import { type PauseReason, pauseByItself } from "./pause-by-itself";

interface WatchPorts {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** A letter that was handed over, and to which way out. */
interface Watched {
  campaignId: string | null;
  key: string;
  /** Of its recipient's address. */
  domain: string;
}

const createWatches = () => ({ blocks: createBlockWatch(), losses: createLossWatch() });

/**
 * Watches what becomes of the letters of one workspace's campaigns: when receivers refuse us, and not single
 * people, or letter after letter is lost, the campaign pauses before more is spoilt.
 */
export function watchCampaigns(ports: WatchPorts, workspaceId: string) {
  const watches = new Map<string, ReturnType<typeof createWatches>>();

  function watchOf(campaignId: string) {
    const own = watches.get(campaignId) ?? createWatches();
    watches.set(campaignId, own);
    return own;
  }

  async function pause(campaignId: string, reason: PauseReason): Promise<void> {
    await ports
      .inWorkspace(workspaceId, (tx) => pauseByItself(tx, workspaceId, { campaignId, reason }))
      .catch((error: unknown) =>
        logger("delivery").error({ campaignId, err: error }, "not paused"),
      );
  }

  return {
    /** A receiver answered. "Later" is no refusal. */
    answered: async (
      { campaignId, key, domain }: Watched,
      { smtpCode = 0, bounce }: { smtpCode?: number; bounce?: Bounce },
    ): Promise<void> => {
      if (!campaignId) return;
      const { blocks, losses } = watchOf(campaignId);
      losses.answered(key);
      const isFinal = (smtpCode >= 200 && smtpCode < 300) || smtpCode >= 500;
      if (isFinal && blocks.note(bounce === "blocked", domain)) await pause(campaignId, "blocked");
    },
    /** Nobody knows what became of a letter that was handed over at `from`, by the steady clock. */
    lost: async ({ campaignId, key }: Watched, from: number): Promise<void> => {
      if (!campaignId) return;
      const isTooMany = watchOf(campaignId).losses.lost(key, { from, now: clock.steady() });
      if (isTooMany) await pause(campaignId, "unanswered");
    },
  };
}
