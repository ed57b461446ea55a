import type { Look } from "@/app/_ui/rate.core";
import type { CampaignProgress } from "./campaign";

/**
 * What the speed of a send is made of: how many have left the queue, however it ended for them. Null while
 * nothing is to leave. Who was passed over when the rows were made never stood in it; all of them are made by
 * then, so the difference of two looks is the sender's work alone.
 */
export function lookAt(
  progress: Pick<CampaignProgress, "state" | "at" | "total" | "open">,
): Look | null {
  const { state, at, total, open } = progress;
  return state === "sending" ? { at, done: total - open } : null;
}

/** How long those take that may leave now; null while that is not known. */
export function secondsLeft(
  { open, waiting }: { open: number; waiting: { count: number } },
  rate: number | null,
): number | null {
  const ready = open - waiting.count;
  return rate && ready > 0 ? ready / rate : null;
}
