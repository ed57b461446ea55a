"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { RadioGroup } from "@/app/_ui/radio-group";
import { Select } from "@/app/_ui/select";
import { IF_PAST, STARTS } from "@/server/campaigns/schemas";
import type { Start, StartErrors } from "./start";
import { WindowChoice } from "./window-choice";

interface StartChoiceProps {
  value: Start;
  onValueChange: (start: Start) => void;
  timeZone: string;
  errors: StartErrors;
}

/** Now, or at a clock time of the workspace's zone or of everybody's own; and within which hours. */
export function StartChoice({ value, onValueChange, timeZone, errors }: StartChoiceProps) {
  const t = useTranslations("campaigns.send.start");
  const set = (change: Partial<Start>) => onValueChange({ ...value, ...change });
  const isLocal = value.kind === "recipient";
  const zone = () => <span translate="no">{timeZone}</span>;
  return (
    <div className="flex flex-col gap-4">
      <RadioGroup
        legend={t("label")}
        value={value.kind}
        onValueChange={(kind) => set({ kind })}
        options={STARTS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
      />
      {value.kind === "now" ? null : (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t("day")} error={errors.day}>
            <Input type="date" value={value.day} onValueChange={(day) => set({ day })} />
          </Field>
          <Field
            label={t("time")}
            hint={isLocal ? t("ownZone") : t.rich("zone", { zone })}
            error={errors.time}
          >
            <Input type="time" value={value.time} onValueChange={(time) => set({ time })} />
          </Field>
          {isLocal ? (
            <Field label={t("ifPast")} hint={t("ifPastHint")} className="sm:col-span-2">
              <Select
                value={value.ifPast}
                onValueChange={(ifPast) => set({ ifPast })}
                options={IF_PAST.map((rule) => ({ value: rule, label: t(`rule.${rule}`) }))}
              />
            </Field>
          ) : null}
        </div>
      )}
      <WindowChoice value={value} onValueChange={set} errors={errors} />
    </div>
  );
}
