"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Control } from "react-hook-form";
import { Combobox } from "@/app/_ui/combobox";
import { FormField } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { LOCALES, type WorkspaceInput } from "@/server/workspaces/schemas";
import { timeZoneOptions } from "../../_components/time-zones";
import { currencyOptions } from "./regions";

interface WorkspaceFieldsProps {
  control: Control<WorkspaceInput>;
  /** The zone it starts with; stays a choice even where the browser does not list it. */
  timeZone: string;
  disabled?: boolean;
}

/** Name, time zone, language and currency of a workspace. */
export function WorkspaceFields({ control, timeZone, disabled }: WorkspaceFieldsProps) {
  const t = useTranslations("settings.workspace");
  const names = useTranslations("settings.locales");
  const locale = useLocale();
  const zones = useMemo(() => timeZoneOptions(timeZone), [timeZone]);
  const currencies = useMemo(() => currencyOptions(locale), [locale]);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <FormField
        className="sm:col-span-2"
        control={control}
        name="name"
        disabled={disabled}
        label={t("name")}
        render={(field) => <Input {...field} autoComplete="organization" />}
      />
      <FormField
        control={control}
        name="timeZone"
        disabled={disabled}
        label={t("timeZone")}
        hint={t("timeZoneHint")}
        render={({ value, onChange }) => (
          <Combobox
            isUserData
            options={zones}
            value={value}
            onValueChange={(zone) => onChange(zone ?? "")}
            disabled={disabled}
          />
        )}
      />
      <FormField
        control={control}
        name="locale"
        disabled={disabled}
        label={t("locale")}
        hint={t("localeHint")}
        render={({ onChange, ...field }) => (
          <Select
            {...field}
            onValueChange={onChange}
            options={LOCALES.map((value) => ({ value, label: names(value) }))}
          />
        )}
      />
      <FormField
        control={control}
        name="currency"
        disabled={disabled}
        label={t("currency")}
        render={({ value, onChange }) => (
          <Combobox
            isUserData
            options={currencies}
            value={value}
            onValueChange={(code) => onChange(code ?? "")}
            disabled={disabled}
          />
        )}
      />
    </div>
  );
}
