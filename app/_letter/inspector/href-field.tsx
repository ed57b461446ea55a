"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { safeLink } from "@/server/content/schemas";

interface HrefFieldProps {
  value: string;
  onChange: (href: string) => void;
  isOptional?: boolean;
}

/** Where a part leads. What is wrong is said once the field is left: an address is typed in steps. */
export function HrefField({ value, onChange, isOptional }: HrefFieldProps) {
  const t = useTranslations("letter.fields");
  const errorText = useErrorText();
  const [isTyping, setTyping] = useState(false);
  const isBad = !isTyping && value.trim() !== "" && !safeLink(value);
  return (
    <Field
      label={t("href")}
      hint={t("hrefHint")}
      isOptional={isOptional}
      error={isBad ? errorText("LINK_FORBIDDEN") : undefined}
    >
      <Input
        value={value}
        inputMode="url"
        autoComplete="off"
        maxLength={2000}
        translate="no"
        onFocus={() => setTyping(true)}
        onBlur={() => setTyping(false)}
        onValueChange={onChange}
      />
    </Field>
  );
}
