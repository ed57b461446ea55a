"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Combobox, type ComboboxOption } from "@/app/_ui/combobox";
import { Field } from "@/app/_ui/field";
import { PercentText } from "@/app/_ui/number";
import { Badge } from "@/app/_ui/status";
import { UserText } from "@/app/_ui/user-text";
import type { ColumnLook, ImportChoices } from "@/server/imports";
import type { ImportPlan, PlanColumn, Target } from "@/server/imports/schemas";
import { ColumnName } from "./column-name";
import { NewAttributeDialog } from "./new-attribute-dialog";
import { ReadingFields } from "./reading-fields";
import { freeAttributes, freeFields, idOf, targetOf } from "./targets";

interface MappingRowProps {
  look: ColumnLook;
  column: PlanColumn;
  plan: ImportPlan;
  choices: ImportChoices;
  onChange: (column: PlanColumn) => void;
}

function useOptions({ plan, column, choices }: MappingRowProps): ComboboxOption[] {
  const t = useTranslations("imports");
  const fields = freeFields(plan, column).map((field) => ({
    value: field as string,
    label: t(`target.${field}`),
    hint: t.has(`targetHint.${field}`) ? t(`targetHint.${field}`) : undefined,
  }));
  const attributes = freeAttributes(plan, column, choices).map((one) => ({
    value: `attribute:${one.key}`,
    label: one.label,
    hint: one.isNew ? t("mapping.newAttribute") : t("mapping.attribute"),
  }));
  return [{ value: "ignore", label: t("mapping.ignore") }, ...fields, ...attributes];
}

/** One column of the file: what is in it, where it goes and how it is read. */
export function MappingRow(props: MappingRowProps) {
  const { look, column, plan, choices, onChange } = props;
  const t = useTranslations("imports");
  const options = useOptions(props);
  const [newLabel, setNewLabel] = useState<string | null>(null);
  const name = <ColumnName name={look.name} column={look.column} />;
  const put = (target: Target) => onChange({ ...column, target });

  return (
    <li className="grid gap-x-6 gap-y-3 p-4 md:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words font-medium">{name}</span>
          <Badge>{t(`type.${look.type}`)}</Badge>
          <span className="text-ink-muted text-xs">
            {t.rich("mapping.filledShare", {
              share: () => <PercentText value={look.filled} digits={0} />,
            })}
          </span>
        </div>
        <p className="mt-1 line-clamp-2 break-all text-ink-muted text-xs">
          <UserText>{look.samples.join(" · ")}</UserText>
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-2">
        <Field label={t.rich("mapping.goesTo", { name: () => name })} isLabelHidden>
          <Combobox
            isUserData
            options={options}
            value={idOf(column.target)}
            placeholder={t("mapping.pick")}
            onValueChange={(id) =>
              put(targetOf(id ?? "ignore", freeAttributes(plan, column, choices)))
            }
            onCreate={plan.kind === "people" ? setNewLabel : undefined}
          />
        </Field>
        <ReadingFields look={look} column={column} onChange={onChange} />
      </div>
      {newLabel === null ? null : (
        <NewAttributeDialog
          label={newLabel}
          look={look}
          onClose={() => setNewLabel(null)}
          onAdd={put}
        />
      )}
    </li>
  );
}
