"use client";

import { useFormatter, useNow } from "next-intl";

type Instant = Date | string | number;

interface TimeProps {
  at: Instant;
  className?: string;
}

// translate="no" on formatted values: they follow the language's rules, not a catalogue.
function useTime(at: Instant) {
  const date = new Date(at);
  const format = useFormatter();
  return { date, format, iso: date.toISOString(), title: format.dateTime(date, "precise") };
}

/** A moment as date, or with `withTime` as date and time, in the workspace's zone. */
export function DateTime({ at, withTime = true, className }: TimeProps & { withTime?: boolean }) {
  const { date, format, iso, title } = useTime(at);
  return (
    <time dateTime={iso} title={title} translate="no" className={className}>
      {format.dateTime(date, withTime ? "dateTime" : "date")}
    </time>
  );
}

/** A moment as distance ("3 minutes ago"), kept fresh; the exact time on hover. */
export function RelativeTime({ at, className }: TimeProps) {
  const { date, format, iso, title } = useTime(at);
  const now = useNow({ updateInterval: 30_000 });
  // What has just happened is not "in 3 seconds" because this clock was read before it.
  const isJust = date > now && date.getTime() - now.getTime() < 60_000;
  return (
    <time dateTime={iso} title={title} translate="no" className={className}>
      {format.relativeTime(isJust ? now : date, now)}
    </time>
  );
}
