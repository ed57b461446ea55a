"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "@/app/_ui/checkbox";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { type Start, type StartErrors, WEEK } from "./start";
import { useClockText } from "./use-clock-text";

interface WindowChoiceProps {
  value: Start;
  onValueChange: (change: Partial<Start>) => void;
  errors: StartErrors;
}

/** Hours of the week outside which letters wait. */
export function WindowChoice({ value, onValueChange, errors }: WindowChoiceProps) {
  const t = useTranslations("campaigns.send.window");
  const { hasWindow, window } = value;
  const set = (change: Partial<Start["window"]>) =>
    onValueChange({ window: { ...window, ...change } });
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label={t("on")}
        hint={t("hint")}
        checked={hasWindow}
        onCheckedChange={(on) => onValueChange({ hasWindow: on })}
      />
      {hasWindow ? (
        <div className="ml-7 flex flex-col gap-3">
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label={t("from")} error={errors.from}>
              <Input type="time" value={window.from} onValueChange={(from) => set({ from })} />
            </Field>
            <Field
              label={t("to")}
              hint={window.to < window.from ? t("overnight") : undefined}
              error={errors.to}
            >
              <Input type="time" value={window.to} onValueChange={(to) => set({ to })} />
            </Field>
          </div>
          <Days value={window.days} onValueChange={(days) => set({ days })} error={errors.days} />
        </div>
      ) : null}
    </div>
  );
}

interface DaysProps {
  value: readonly number[];
  onValueChange: (days: number[]) => void;
  error?: string | undefined;
}

function Days({ value, onValueChange, error }: DaysProps) {
  const t = useTranslations("campaigns.send.window");
  const text = useClockText();
  const id = useId();
  return (
    <fieldset aria-describedby={error ? id : undefined}>
      <legend className="mb-1.5 font-medium text-sm">{t("days")}</legend>
      <div className="grid grid-cols-3 gap-x-4 gap-y-1 sm:grid-cols-4">
        {WEEK.map((day) => (
          <Checkbox
            key={day}
            label={<span translate="no">{text.weekday(day)}</span>}
            checked={value.includes(day)}
            onCheckedChange={(on) =>
              onValueChange(WEEK.filter((one) => (one === day ? on : value.includes(one))))
            }
          />
        ))}
      </div>
      {error ? (
        <p id={id} className="mt-1.5 text-bad-ink text-xs">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
