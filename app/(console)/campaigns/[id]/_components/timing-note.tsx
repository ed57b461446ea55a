"use client";

import { useTranslations } from "next-intl";
import type { Campaign } from "./campaign";
import { WEEK } from "./start";
import { useClockText } from "./use-clock-text";

/** By which clock and within which hours letters leave, in words; nothing where they leave at once. */
export function TimingNote({
  timing,
  className,
}: Pick<Campaign, "timing"> & { className?: string }) {
  const t = useTranslations("campaigns.timing");
  const text = useClockText();
  const { localTime, sendWindow } = timing;
  if (!localTime && !sendWindow) return null;
  const exact = (value: string) => () => <span translate="no">{value}</span>;
  return (
    <div className={className}>
      {localTime ? (
        <p>
          {t.rich("local", {
            day: exact(text.day(localTime.day)),
            time: exact(text.time(localTime.time)),
          })}{" "}
          {t(`rule.${localTime.ifPast}`)}
        </p>
      ) : null}
      {sendWindow ? (
        <p>
          {t.rich(sendWindow.days.length === WEEK.length ? "windowDaily" : "window", {
            days: exact(text.list(sendWindow.days.map((day) => text.weekday(day)))),
            from: exact(text.time(sendWindow.from)),
            to: exact(text.time(sendWindow.to)),
          })}
        </p>
      ) : null}
    </div>
  );
}
