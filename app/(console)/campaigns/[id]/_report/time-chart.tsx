import { useFormatter, useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { NumberText } from "@/app/_ui/number";
import { type Bucket, MEASURES, type Measure } from "@/server/reporting/schemas";

interface TimeChartProps {
  buckets: readonly Bucket[];
  span: "hours" | "days";
}

const HEIGHT = 48;
const STEP = 10;

/** Where a key leads from a point in time; null: it is not for us. */
function moved(key: string, at: number, last: number): number | null {
  if (key === "ArrowRight" || key === "ArrowUp") return Math.min(at + 1, last);
  if (key === "ArrowLeft" || key === "ArrowDown") return Math.max(at - 1, 0);
  if (key === "Home") return 0;
  return key === "End" ? last : null;
}

/**
 * Sent, opened, clicked, ordered, one below the other on one axis of time: each on a scale of its
 * own, for they differ by orders of magnitude. The whole is a slider: pointer and keys read it.
 */
export function TimeChart({ buckets, span }: TimeChartProps) {
  const t = useTranslations("reporting.time");
  const format = useFormatter();
  const [at, setAt] = useState(0);
  const last = buckets.length - 1;
  const moment = (bucket: Bucket | undefined) =>
    bucket ? format.dateTime(bucket.at, span === "hours" ? "dateTime" : "date") : "";
  const current = buckets[at];
  const reading = current ? t("at", { ...current, at: moment(current) }) : "";

  function onKeyDown(event: KeyboardEvent) {
    const next = moved(event.key, at, last);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
  }
  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    setAt(Math.max(0, Math.min(last, Math.floor(share * buckets.length))));
  }

  return (
    <div className="rounded-md border bg-surface p-4">
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("cursor")}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at}
        aria-valuetext={reading}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerMove}
        className="flex touch-pan-y flex-col gap-4"
      >
        {MEASURES.map((measure) => (
          <Row key={measure} measure={measure} chart={{ buckets, span }} at={at} />
        ))}
      </div>
      <p
        translate="no"
        className="mt-1 flex justify-between gap-4 border-t pt-1 text-ink-muted text-xs"
      >
        <span>{moment(buckets[0])}</span>
        <span>{last > 0 ? moment(buckets[last]) : null}</span>
      </p>
      <p className="mt-3 print:hidden">{reading}</p>
      <p className="text-ink-muted text-xs print:hidden">{t("keys")}</p>
    </div>
  );
}

interface RowProps {
  measure: Measure;
  chart: TimeChartProps;
  at: number;
}

function Row({ measure, chart: { buckets, span }, at }: RowProps) {
  const t = useTranslations("reporting.time");
  const counts = buckets.map((bucket) => bucket[measure]);
  const most = Math.max(...counts);
  const all = counts.reduce((sum, count) => sum + count, 0);
  return (
    <div className="min-w-0">
      <p className="mb-1 flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">
          {t(measure)} <NumberText value={all} />
        </span>
        <span className="text-ink-muted text-xs">
          {t("most", { count: most, unit: t(span === "hours" ? "perHour" : "perDay") })}
        </span>
      </p>
      <svg
        aria-hidden
        viewBox={`0 0 ${buckets.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-12 w-full overflow-visible border-b"
      >
        <rect
          x={at * STEP}
          y={0}
          width={STEP}
          height={HEIGHT}
          className="fill-hover print:hidden"
        />
        {counts.map((count, index) => {
          const height = most > 0 ? (count / most) * HEIGHT : 0;
          return (
            <rect
              // The place in time is what a bar is.
              key={buckets[index]?.at.toISOString()}
              x={index * STEP + 1}
              y={HEIGHT - height}
              width={STEP - 2}
              height={height}
              className={cn(index === at ? "fill-accent-ink" : "fill-accent")}
            />
          );
        })}
      </svg>
    </div>
  );
}
