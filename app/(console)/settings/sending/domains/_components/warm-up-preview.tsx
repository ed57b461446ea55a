"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type Control, useWatch } from "react-hook-form";
import { NumberText } from "@/app/_ui/number";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { type WarmUpPlan, warmUpDays, warmUpSchema } from "@/server/senders/schemas";

const SHOWN = 60;

/** The days of a plan while it is being written, and when it is over. */
export function WarmUpPreview({ control }: { control: Control<WarmUpPlan> }) {
  const t = useTranslations("senders.warmUp");
  const format = useFormatter();
  const plan = warmUpSchema.safeParse(useWatch({ control }));
  if (!plan.success) return <p className="text-ink-muted text-xs">{t("previewNone")}</p>;
  const { days, finishedOn } = warmUpDays(plan.data);
  const shown = (day: string) => (
    <span translate="no">
      {format.dateTime(new Date(`${day}T12:00:00Z`), {
        weekday: "short",
        day: "numeric",
        month: "short",
        year: "numeric",
        timeZone: "UTC",
      })}
    </span>
  );
  return (
    <div>
      <div className="max-h-56 overflow-y-auto">
        <Table label={t("preview")}>
          <TableHead>
            <HeadCell>{t("day")}</HeadCell>
            <HeadCell isNumeric>{t("atMost")}</HeadCell>
          </TableHead>
          <TableBody>
            {days.slice(0, SHOWN).map(({ day, limit }) => (
              <TableRow key={day} className="h-8">
                <Cell className="py-1">{shown(day)}</Cell>
                <Cell isNumeric className="py-1">
                  <NumberText value={limit} />
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      <p className="mt-2 text-ink-muted text-xs">
        {t.rich("finished", { day: () => shown(finishedOn), count: days.length })}
      </p>
    </div>
  );
}
