"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/app/_ui/field";
import { Select } from "@/app/_ui/select";
import type { ColumnLook } from "@/server/imports";
import { DATE_ORDERS, type PlanColumn } from "@/server/imports/schemas";

interface ReadingFieldsProps {
  look: ColumnLook;
  column: PlanColumn;
  onChange: (column: PlanColumn) => void;
}

function holds({ target }: PlanColumn): "date" | "number" | "other" {
  if (target.to === "attribute") {
    return target.type === "date" || target.type === "number" ? target.type : "other";
  }
  if (target.to === "orderedAt") return "date";
  return target.to === "total" || target.to === "itemCount" ? "number" : "other";
}

/** How the dates or numbers of a column are written, where that matters. */
export function ReadingFields({ look, column, onChange }: ReadingFieldsProps) {
  const t = useTranslations("imports");
  const kind = holds(column);
  if (kind === "date") {
    return (
      <Field
        label={t("mapping.dates")}
        hint={look.dates.length > 1 ? t("mapping.ambiguous") : undefined}
      >
        <Select
          value={column.dates ?? "ymd"}
          onValueChange={(dates) => onChange({ ...column, dates })}
          options={DATE_ORDERS.map((value) => ({ value, label: t(`dates.${value}`) }))}
        />
      </Field>
    );
  }
  if (kind === "number") {
    return (
      <Field label={t("mapping.decimal")}>
        <Select
          value={column.decimal ?? "point"}
          onValueChange={(decimal) => onChange({ ...column, decimal })}
          options={(["point", "comma"] as const).map((value) => ({
            value,
            label: t(`decimal.${value}`),
          }))}
        />
      </Field>
    );
  }
  return null;
}
