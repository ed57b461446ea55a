import type { ReadDate } from "./values.core";

const MAX_CACHED = 20_000;

/** Minutes that a zone is ahead of UTC at an instant. */
function offsetMinutes(format: Intl.DateTimeFormat, at: number): number {
  const name =
    format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/**
 * Returns a function that turns a written date into an instant. A date without a zone is meant in
 * `timeZone`, a bare day as its midnight there; a time that a clock change skips moves forward.
 */
export function instantReader(timeZone: string): (date: ReadDate) => Date {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  const known = new Map<string, number>();
  return ({ day, time, zone }) => {
    const written = `${day}T${time ?? "00:00:00.000"}`;
    if (zone) return new Date(`${written}${zone}`);
    const cached = known.get(written);
    if (cached !== undefined) return new Date(cached);
    const asUtc = Date.parse(`${written}Z`);
    const guess = asUtc - offsetMinutes(format, asUtc) * 60_000;
    const instant = asUtc - offsetMinutes(format, guess) * 60_000;
    if (known.size >= MAX_CACHED) known.clear();
    known.set(written, instant);
    return new Date(instant);
  };
}
