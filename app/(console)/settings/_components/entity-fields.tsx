"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { Control } from "react-hook-form";
import { Combobox } from "@/app/_ui/combobox";
import { FormField } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { type EntityInput, LEGAL_FORM_NAMES } from "@/server/workspaces/schemas";
import { regionOptions } from "./regions";

type TextField = Exclude<keyof EntityInput, "form" | "country">;

interface Part {
  key: "company" | "contact" | "register" | "dpo";
  fields: readonly { name: TextField; hint?: HintKey; isWide?: boolean; isOptional?: boolean }[];
}

type HintKey = "directorsHint" | "registerHint" | "vatHint" | "phoneHint" | "dpoHint";

const AUTOCOMPLETE: Partial<Record<TextField, string>> = {
  name: "organization",
  street: "street-address",
  postalCode: "postal-code",
  city: "address-level2",
};

const PARTS: readonly Part[] = [
  {
    key: "contact",
    fields: [{ name: "email" }, { name: "phone", hint: "phoneHint", isOptional: true }],
  },
  {
    key: "register",
    fields: [
      { name: "registerCourt", hint: "registerHint" },
      { name: "registerNumber" },
      { name: "directors", hint: "directorsHint", isWide: true },
      { name: "vatId", hint: "vatHint", isOptional: true },
    ],
  },
  {
    key: "dpo",
    fields: [
      { name: "dpoName", hint: "dpoHint", isOptional: true },
      { name: "dpoEmail", isOptional: true },
    ],
  },
];

interface EntityFieldsProps {
  control: Control<EntityInput>;
  disabled?: boolean;
}

/** Every field of a legal entity, in the order in which an imprint is read. */
export function EntityFields({ control, disabled }: EntityFieldsProps) {
  const t = useTranslations("settings.entity");
  const locale = useLocale();
  const countries = useMemo(() => regionOptions(locale), [locale]);
  const text = (name: TextField, extra: Omit<Part["fields"][number], "name"> = {}) => (
    <FormField
      key={name}
      className={extra.isWide ? "sm:col-span-2" : undefined}
      control={control}
      name={name}
      disabled={disabled}
      isOptional={extra.isOptional}
      label={t(`fields.${name}`)}
      hint={extra.hint ? t(extra.hint) : undefined}
      render={(field) => (
        <Input
          {...field}
          type={name === "email" || name === "dpoEmail" ? "email" : "text"}
          autoComplete={AUTOCOMPLETE[name] ?? "off"}
        />
      )}
    />
  );

  return (
    <div className="flex flex-col gap-6">
      <fieldset className="grid gap-4 sm:grid-cols-2">
        <legend className="mb-3 font-medium text-ink-muted text-xs">{t("company")}</legend>
        {text("name")}
        <FormField
          control={control}
          name="form"
          disabled={disabled}
          label={t("fields.form")}
          render={({ onChange, value, ...field }) => (
            <Select
              {...field}
              value={value === "" ? null : value}
              placeholder={t("formPlaceholder")}
              onValueChange={onChange}
              options={LEGAL_FORM_NAMES.map((form) => ({
                value: form,
                // Names of legal forms are law, not language; only the sole trader has a word.
                label:
                  form === "Einzelunternehmen" ? t("sole") : <span translate="no">{form}</span>,
              }))}
            />
          )}
        />
        {text("street", { isWide: true })}
        {text("postalCode")}
        {text("city")}
        <FormField
          control={control}
          name="country"
          disabled={disabled}
          label={t("fields.country")}
          render={({ value, onChange }) => (
            <Combobox
              isUserData
              options={countries}
              value={value || null}
              onValueChange={(code) => onChange(code ?? "")}
              disabled={disabled}
            />
          )}
        />
      </fieldset>
      {PARTS.map((part) => (
        <fieldset key={part.key} className="grid gap-4 sm:grid-cols-2">
          <legend className="mb-3 font-medium text-ink-muted text-xs">{t(part.key)}</legend>
          {part.fields.map(({ name, ...extra }) => text(name, extra))}
        </fieldset>
      ))}
    </div>
  );
}
