import { Temporal } from "temporal-polyfill";

/** A clock time as people of the workspace read it. */
export interface LocalMoment {
  /** `YYYY-MM-DD`. */
  day: string;
  /** `HH:MM`. */
  time: string;
}

/**
 * The instant of a clock time in a zone, or null where there is none: the hour that summer time
 * skips. Of an hour that comes twice the first is meant.
 */
export function instantOf(moment: LocalMoment, timeZone: string): Date | null {
  const local = Temporal.PlainDateTime.from(`${moment.day}T${moment.time}`);
  const zoned = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const isThere = zoned.toPlainDateTime().equals(local);
  return isThere ? new Date(zoned.epochMilliseconds) : null;
}
