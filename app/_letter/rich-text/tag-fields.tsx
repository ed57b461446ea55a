"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { UserText } from "@/app/_ui/user-text";
import { MAX_FALLBACK, MERGE_VARIABLES } from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import type { Tag } from "./commands";

interface TagFieldsProps {
  value: Tag;
  onChange: (tag: Tag) => void;
}

/** Which data, and what stands there for people without it. */
export function TagFields({ value, onChange }: TagFieldsProps) {
  const t = useTranslations("letter.tag");
  const { look, words, GapNote } = useLetter();
  const { variable, fallback } = value;
  const options = [
    ...MERGE_VARIABLES.map((name) => ({ value: name as string, label: words.nameOf(name) })),
    ...look.attributes.map(({ key, label }) => ({
      value: `contact.attributes.${key}`,
      label: <UserText>{label}</UserText>,
    })),
  ];
  return (
    <>
      <Field label={t("variable")}>
        <Select
          options={options}
          value={variable}
          onValueChange={(name) => onChange({ ...value, variable: name })}
        />
      </Field>
      {variable.startsWith("contact.") ? (
        <Field label={t("fallback")} hint={t("fallbackHint")} isOptional>
          <Input
            value={fallback}
            maxLength={MAX_FALLBACK}
            translate="no"
            onValueChange={(text) => onChange({ ...value, fallback: text })}
          />
        </Field>
      ) : null}
      {variable.startsWith("contact.") ? <GapNote variable={variable} fallback={fallback} /> : null}
    </>
  );
}
