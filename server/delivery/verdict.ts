import type { AudienceVerdict } from "../consent";
import type { Reason } from "./schemas";

/** What becomes of a message to somebody who may not be written to. */
export const REFUSED: Record<
  Exclude<AudienceVerdict, "reachable"> | "hour_passed",
  { state: "skipped" | "suppressed"; reason: Reason }
> = {
  excluded: { state: "skipped", reason: "excluded" },
  hour_passed: { state: "skipped", reason: "hour_passed" },
  no_address: { state: "skipped", reason: "no_address" },
  no_consent: { state: "skipped", reason: "no_consent" },
  paused: { state: "skipped", reason: "paused_by_person" },
  suppressed: { state: "suppressed", reason: "suppressed" },
};
