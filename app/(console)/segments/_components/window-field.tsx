"use client";

import { useTranslations } from "next-intl";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import type { Window } from "@/server/segments/schemas";
import { NumberInput } from "./number-input";

const KINDS = ["ever", "last", "earlier", "between", "before", "since"] as const;

function firstOf(kind: Window["kind"], today: string): Window {
  switch (kind) {
    case "ever":
      return { kind };
    case "last":
    case "earlier":
      return { kind, days: 90 };
    case "between":
      return { kind, from: today, to: today };
    case "before":
    case "since":
      return { kind, day: today };
    default: {
      const never: never = kind;
      return never;
    }
  }
}

interface WindowFieldProps {
  value: Window;
  onValueChange: (value: Window) => void;
  /** `YYYY-MM-DD` of the rule's moment: where days begin. */
  today: string;
}

/** When: a kind of window and what it takes. */
export function WindowField({ value, onValueChange, today }: WindowFieldProps) {
  const t = useTranslations("segments.window");
  return (
    <>
      <Select
        aria-label={t("label")}
        value={value.kind}
        onValueChange={(kind) => onValueChange(firstOf(kind, today))}
        options={KINDS.map((kind) => ({ value: kind, label: t(kind) }))}
        className="w-auto"
      />
      <WindowValue value={value} onValueChange={onValueChange} />
    </>
  );
}

function WindowValue({ value, onValueChange }: Omit<WindowFieldProps, "today">) {
  const t = useTranslations("segments.window");
  switch (value.kind) {
    case "ever":
      return null;
    case "last":
    case "earlier":
      return (
        <span className="inline-flex items-center gap-1.5">
          <NumberInput
            label={t("days")}
            min={1}
            max={3660}
            value={value.days}
            onValueChange={(days) => onValueChange({ ...value, days })}
          />
          {t(value.kind === "last" ? "daysWord" : "daysAgo", { count: value.days })}
        </span>
      );
    case "between":
      return (
        <span className="inline-flex flex-wrap items-center gap-1.5">
          <DayInput
            label={t("from")}
            value={value.from}
            onValueChange={(from) => onValueChange({ ...value, from })}
          />
          {t("and")}
          <DayInput
            label={t("to")}
            value={value.to}
            onValueChange={(to) => onValueChange({ ...value, to })}
          />
        </span>
      );
    case "before":
    case "since":
      return (
        <DayInput
          label={t("day")}
          value={value.day}
          onValueChange={(day) => onValueChange({ ...value, day })}
        />
      );
    default: {
      const never: never = value;
      return never;
    }
  }
}

interface DayInputProps {
  label: string;
  value: string;
  onValueChange: (day: string) => void;
}

/** A day. An emptied field keeps the day that was there. */
export function DayInput({ label, value, onValueChange }: DayInputProps) {
  return (
    <Input
      type="date"
      aria-label={label}
      value={value}
      onValueChange={(day) => {
        if (day !== "") onValueChange(day);
      }}
      className="w-40"
    />
  );
}
