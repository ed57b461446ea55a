"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Banner } from "@/app/_ui/banner";
import { NumberText } from "@/app/_ui/number";
import { Progress } from "@/app/_ui/progress";
import { DateTime } from "@/app/_ui/time";
import { useRate } from "@/app/_ui/use-rate";
import { REASONS } from "@/server/delivery/schemas";
import type { CampaignProgress } from "./campaign";
import { lookAt, secondsLeft } from "./send-pace.core";

interface ProgressFiguresProps {
  progress: CampaignProgress;
  /** What can be done about those who got nothing. */
  remedy?: ReactNode;
}

/** How far a send is: the bar, the counts that add up, and why some got nothing. */
export function ProgressFigures({ progress, remedy }: ProgressFiguresProps) {
  const t = useTranslations("campaigns.report");
  const { states, open, total, audience, state } = progress;
  const rate = useRate(lookAt(progress));
  const expected = Math.max(total, state === "preparing" ? (audience?.matched ?? 0) : 0);
  const figures = [
    { key: "sent", value: states.accepted },
    { key: "waiting", value: state === "preparing" ? expected - total + open : open },
    { key: "notSent", value: states.skipped + states.suppressed + states.cancelled },
    { key: "failed", value: states.failed },
    { key: "unknown", value: states.unknown },
  ] as const;
  const isWaiting = isWaitingOnly(progress);
  const reasons = REASONS.filter((reason) => (progress.reasons[reason] ?? 0) > 0);

  return (
    <div className="mb-8 flex flex-col gap-5">
      {state === "finished" ? null : (
        <Progress
          label={t(isWaiting ? "label.waiting" : `label.${state}`)}
          done={expected - figures[1].value}
          total={expected || null}
          rate={isWaiting ? null : rate}
          secondsLeft={secondsLeft(progress, rate)}
        />
      )}
      <WaitingNote waiting={progress.waiting} />
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-5">
        {figures.map(({ key, value }) => (
          <div key={key} className="flex min-w-0 flex-col">
            <dt className="text-ink-muted text-xs">{t(`figures.${key}`)}</dt>
            <dd className="tabular font-semibold text-xl">
              <NumberText value={value} />
            </dd>
          </div>
        ))}
      </dl>
      {states.unknown > 0 ? <Banner tone="warn">{t("unknownText")}</Banner> : null}
      {reasons.length > 0 ? (
        <ul className="flex flex-wrap gap-x-6 gap-y-1 text-ink-muted text-sm">
          {reasons.map((reason) => (
            <li key={reason}>
              {t(`reasons.${reason}`)}{" "}
              <NumberText value={progress.reasons[reason] ?? 0} className="font-medium text-ink" />
            </li>
          ))}
        </ul>
      ) : null}
      {remedy ? <div>{remedy}</div> : null}
    </div>
  );
}

/** Nothing leaves before the next hour comes: that is no slow send. */
export function isWaitingOnly({ state, open, waiting }: CampaignProgress): boolean {
  return state === "sending" && open > 0 && waiting.count === open;
}

/** How many letters wait for an hour of their own, and when the first and the last of them leave. */
function WaitingNote({ waiting }: Pick<CampaignProgress, "waiting">) {
  const t = useTranslations("campaigns.report");
  const { count, nextAt, lastAt } = waiting;
  if (count === 0 || !nextAt || !lastAt) return null;
  return (
    <p className="text-sm">
      {t.rich("waitingText", {
        count,
        next: () => <DateTime at={nextAt} className="font-medium" />,
        last: () => <DateTime at={lastAt} className="font-medium" />,
      })}
    </p>
  );
}
