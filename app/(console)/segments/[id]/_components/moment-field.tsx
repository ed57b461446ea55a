"use client";

import { useTranslations } from "next-intl";
import { Select } from "@/app/_ui/select";
import type { Moment } from "@/server/segments/schemas";
import { DayInput } from "../../_components/window-field";

interface MomentFieldProps {
  value: Moment;
  onValueChange: (moment: Moment) => void;
  today: string;
}

/** From when "in the last 90 days" is counted back. */
export function MomentField({ value, onValueChange, today }: MomentFieldProps) {
  const t = useTranslations("segments.moment");
  return (
    <div className="flex flex-wrap items-center gap-2 text-ink-muted">
      {t.rich("sentence", {
        kind: () => (
          <Select<Moment["kind"]>
            aria-label={t("label")}
            value={value.kind}
            onValueChange={(kind) =>
              onValueChange(kind === "now" ? { kind } : { kind, day: today })
            }
            options={[
              { value: "now", label: t("now") },
              { value: "day", label: t("day") },
            ]}
            className="w-auto text-ink"
          />
        ),
      })}
      {value.kind === "day" ? (
        <DayInput
          label={t("dayLabel")}
          value={value.day}
          onValueChange={(day) => onValueChange({ kind: "day", day })}
        />
      ) : null}
      {value.kind === "day" ? (
        <span className="w-full text-ink-muted text-xs">{t("dayHint")}</span>
      ) : null}
    </div>
  );
}
