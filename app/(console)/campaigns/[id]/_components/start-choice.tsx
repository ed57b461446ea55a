"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { RadioGroup } from "@/app/_ui/radio-group";

export interface Start {
  isLater: boolean;
  day: string;
  time: string;
}

interface StartChoiceProps {
  value: Start;
  onValueChange: (start: Start) => void;
  timeZone: string;
  /** The sentence of a moment that cannot be. */
  error?: string;
}

/** Now, or at a clock time of the workspace's zone. */
export function StartChoice({ value, onValueChange, timeZone, error }: StartChoiceProps) {
  const t = useTranslations("campaigns.send.start");
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        legend={t("label")}
        value={value.isLater ? "later" : "now"}
        onValueChange={(chosen) => onValueChange({ ...value, isLater: chosen === "later" })}
        options={[
          { value: "now", label: t("now") },
          { value: "later", label: t("later") },
        ]}
      />
      {value.isLater ? (
        <div className="flex flex-wrap items-start gap-3">
          <Field label={t("day")}>
            <Input
              type="date"
              value={value.day}
              onValueChange={(day) => onValueChange({ ...value, day })}
              className="w-40"
            />
          </Field>
          <Field
            label={t("time")}
            hint={t.rich("zone", { zone: () => <span translate="no">{timeZone}</span> })}
            error={error}
          >
            <Input
              type="time"
              value={value.time}
              onValueChange={(time) => onValueChange({ ...value, time })}
              className="w-32"
            />
          </Field>
        </div>
      ) : null}
    </div>
  );
}
