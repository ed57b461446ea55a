import { UnreadableLetter } from "../content";
import { clock, logger } from "../kernel";
import { LETTER_UNREADABLE } from "../senders";
import type { Notices } from "./notices";

/** Looked at again after so long: another version may be able to, and take the campaign meanwhile. */
const REST_MS = 30_000;

const letterOf = (campaignId: string) => ({ subject: "letter" as const, subjectId: campaignId });

/** Campaigns whose letter cannot be read: damaged, or made by a newer version. They rest, and the others go on. */
export function createUnreadableLetters(notices: Notices) {
  /** Until when each rests, by the steady clock; kept until it was read. */
  const known = new Map<string, number>();
  const isResting = (campaignId: string) => (known.get(campaignId) ?? 0) > clock.steady();
  return {
    isResting,
    /** Whether a claim failed by a campaign's letter and will not again, as that campaign rests from now on. */
    note(workspaceId: string, error: unknown): boolean {
      const campaignId = error instanceof UnreadableLetter ? error.campaignId : null;
      // Of a campaign that rests, so a single message's.
      if (campaignId === null || isResting(campaignId)) return false;
      logger("delivery").error({ campaignId, err: error }, "letter not readable");
      known.set(campaignId, clock.steady() + REST_MS);
      notices.raise(workspaceId, { ...letterOf(campaignId), code: LETTER_UNREADABLE, reply: "" });
      return true;
    },
    /** The letters of these messages were read. */
    noteRead(workspaceId: string, claims: readonly { campaignId: string | null }[]): void {
      if (known.size === 0) return;
      for (const { campaignId } of claims) {
        if (campaignId === null || !known.delete(campaignId)) continue;
        notices.clear(workspaceId, letterOf(campaignId));
      }
    },
  };
}
