"use client";

import { Progress as Base } from "@base-ui/react/progress";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";

interface ProgressProps {
  /** What is going on: "Importing customers.csv". */
  label: ReactNode;
  done: number;
  /** Null while the size is unknown. */
  total: number | null;
  /** Pieces per second, when known. */
  rate?: number | null;
  secondsLeft?: number | null;
}

/** Long work with its count, rate and time left. */
export function Progress({ label, done, total, rate, secondsLeft }: ProgressProps) {
  const t = useTranslations("common.progress");
  const format = useFormatter();
  const isKnown = total !== null && total > 0;
  const facts = [
    isKnown ? t("of", { done, total }) : t("done", { done }),
    rate ? t("rate", { rate: Math.round(rate) }) : null,
    secondsLeft ? remaining(secondsLeft) : null,
  ].filter((fact) => fact !== null);

  function remaining(seconds: number): string {
    if (seconds < 60) return t("secondsLeft", { count: Math.max(1, Math.round(seconds)) });
    if (seconds < 3600) return t("minutesLeft", { count: Math.round(seconds / 60) });
    return t("hoursLeft", { count: Math.round(seconds / 3600) });
  }

  return (
    <Base.Root
      value={isKnown ? Math.min(done, total) : null}
      max={total ?? 100}
      getAriaValueText={() => facts.join(", ")}
      className="flex min-w-0 flex-col gap-1.5"
    >
      <div className="flex items-baseline justify-between gap-4">
        <Base.Label className="min-w-0 truncate font-medium">{label}</Base.Label>
        {isKnown ? (
          <span translate="no" className="tabular text-ink-muted text-xs">
            {format.number(Math.min(done / total, 1), { style: "percent" })}
          </span>
        ) : null}
      </div>
      <Base.Track className="relative h-1.5 overflow-hidden rounded-full bg-pressed">
        <Base.Indicator className="block h-full rounded-full bg-accent transition-[width] data-indeterminate:w-1/4 data-indeterminate:animate-slide" />
      </Base.Track>
      <p className="tabular text-ink-muted text-xs">{facts.join(" · ")}</p>
    </Base.Root>
  );
}
