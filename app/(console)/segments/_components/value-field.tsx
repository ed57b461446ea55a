"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Combobox } from "@/app/_ui/combobox";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { UserText } from "@/app/_ui/user-text";
import { type AttributeCondition, type FieldType, valuesOf } from "@/server/segments/schemas";
import { NumberInput } from "./number-input";
import { DayInput } from "./window-field";

type Values = AttributeCondition["values"];

interface ValueFieldProps {
  node: AttributeCondition;
  type: FieldType;
  onValueChange: (values: Values) => void;
}

/** What an attribute is compared with: one control per value its operator takes. */
export function ValueField({ node, type, onValueChange }: ValueFieldProps) {
  const t = useTranslations("segments");
  const { max } = valuesOf(node.operator);
  if (max === 0) return null;
  if (node.operator === "last_days" || node.operator === "next_days") {
    const days = Number(node.values[0] ?? 30);
    return (
      <span className="inline-flex items-center gap-1.5">
        <NumberInput
          label={t("window.days")}
          min={1}
          max={3660}
          value={days}
          onValueChange={(value) => onValueChange([value])}
        />
        {t("window.daysWord", { count: days })}
      </span>
    );
  }
  if (type === "text" && max > 1) return <TextChoices node={node} onValueChange={onValueChange} />;
  if (node.operator !== "between") {
    return (
      <OneValue
        type={type}
        value={node.values[0]}
        label={t("value")}
        onValueChange={(value) => onValueChange([value])}
      />
    );
  }
  const [from, to] = node.values;
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      <OneValue
        type={type}
        value={from}
        label={t("window.from")}
        onValueChange={(value) => onValueChange([value, to ?? value])}
      />
      {t("window.and")}
      <OneValue
        type={type}
        value={to}
        label={t("window.to")}
        onValueChange={(value) => onValueChange([from ?? value, value])}
      />
    </span>
  );
}

interface OneValueProps {
  type: FieldType;
  value: Values[number] | undefined;
  label: string;
  onValueChange: (value: Values[number]) => void;
}

function OneValue({ type, value, label, onValueChange }: OneValueProps) {
  const t = useTranslations("segments");
  switch (type) {
    case "number":
      return (
        <NumberInput
          label={label}
          min={-1e12}
          digits={6}
          value={Number(value ?? 0)}
          onValueChange={onValueChange}
          className="w-28 text-right tabular"
        />
      );
    case "boolean":
      return (
        <Select
          aria-label={label}
          value={value === false ? "no" : "yes"}
          onValueChange={(chosen) => onValueChange(chosen === "yes")}
          options={[
            { value: "yes", label: t("yes") },
            { value: "no", label: t("no") },
          ]}
          className="w-auto"
        />
      );
    case "date":
    case "instant":
      return <DayInput label={label} value={String(value ?? "")} onValueChange={onValueChange} />;
    case "text":
      return (
        <Input
          aria-label={label}
          autoComplete="off"
          translate="no"
          value={String(value ?? "")}
          onValueChange={(text) => onValueChange(text)}
          className="w-48"
        />
      );
    default: {
      const never: never = type;
      return never;
    }
  }
}

/** Several texts, chosen from what people really have; anything else can be typed as well. */
function TextChoices({ node, onValueChange }: Omit<ValueFieldProps, "type">) {
  const t = useTranslations("segments");
  const trpc = useTRPC();
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed);
  const found = useQuery(
    trpc.segments.values.queryOptions(
      { field: node.field, search },
      { placeholderData: keepPreviousData, staleTime: 60_000 },
    ),
  );
  const chosen = node.values.map(String);
  const add = (value: string | null) => {
    if (value && !chosen.includes(value)) onValueChange([...chosen, value]);
    setTyped("");
  };
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-1.5">
      {chosen.map((value) => (
        <span
          key={value}
          className="inline-flex h-7 max-w-56 items-center gap-1 rounded-md bg-sunken pl-2 text-sm"
        >
          <UserText className="truncate">{value}</UserText>
          <button
            type="button"
            aria-label={t("removeValue", { value })}
            onClick={() => onValueChange(chosen.filter((one) => one !== value))}
            className="flex size-7 items-center justify-center rounded-md text-ink-muted hover:bg-hover hover:text-ink [&_svg]:size-3.5"
          >
            <X aria-hidden />
          </button>
        </span>
      ))}
      <Combobox
        key={chosen.join("\u0000")}
        aria-label={t("value")}
        placeholder={t(chosen.length > 0 ? "orValue" : "chooseValue")}
        options={(found.data ?? [])
          .filter((value) => !chosen.includes(value))
          .map((value) => ({ value, label: value }))}
        value={null}
        onValueChange={add}
        onSearch={setTyped}
        onCreate={add}
        isSearching={found.isFetching}
        isUserData
        className="w-44"
      />
    </span>
  );
}
