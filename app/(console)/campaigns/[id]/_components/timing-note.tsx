"use client";

import { useTranslations } from "next-intl";
import type { Campaign } from "./campaign";
import { WEEK } from "./start";
import { useClockText } from "./use-clock-text";

type Timing = Campaign["timing"];

const exact = (value: string) => () => <span translate="no">{value}</span>;

/** At which time of everybody's own clock letters leave. */
export function LocalTimeText({ day, time }: NonNullable<Timing["localTime"]>) {
  const t = useTranslations("campaigns.timing");
  const text = useClockText();
  return t.rich("local", { day: exact(text.day(day)), time: exact(text.time(time)) });
}

interface TimingNoteProps {
  timing: Timing;
  /** The time itself stands above it. */
  isTimeKnown?: boolean;
  className?: string;
}

/** By which clock and within which hours letters leave, in words; nothing where they leave at once. */
export function TimingNote({ timing, isTimeKnown, className }: TimingNoteProps) {
  const t = useTranslations("campaigns.timing");
  const { localTime, sendWindow } = timing;
  if (!localTime && !sendWindow) return null;
  return (
    <div className={className}>
      {localTime ? (
        <p>
          {isTimeKnown ? null : <LocalTimeText {...localTime} />} {t(`rule.${localTime.ifPast}`)}
        </p>
      ) : null}
      {sendWindow ? (
        <p>
          <WindowText {...sendWindow} />
        </p>
      ) : null}
    </div>
  );
}

function WindowText({ days, from, to }: NonNullable<Timing["sendWindow"]>) {
  const t = useTranslations("campaigns.timing");
  const text = useClockText();
  return t.rich(days.length === WEEK.length ? "windowDaily" : "window", {
    days: exact(text.weekdays(days)),
    from: exact(text.time(from)),
    to: exact(text.time(to)),
  });
}
