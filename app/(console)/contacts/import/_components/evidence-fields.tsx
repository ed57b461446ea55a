"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Textarea } from "@/app/_ui/textarea";
import type { ConsentPlan } from "@/server/imports/schemas";

type Evidence = ConsentPlan["evidence"];
type TextKey = "text" | "source" | "collectedOn";

interface EvidenceFieldsProps {
  evidence: Evidence;
  onChange: (changed: Partial<Evidence>) => void;
}

/** What proves the consent. Empty fields complain once they were left. */
export function EvidenceFields({ evidence, onChange }: EvidenceFieldsProps) {
  const t = useTranslations("imports.consent");
  const errorText = useErrorText();
  const [left, setLeft] = useState<readonly TextKey[]>([]);
  const leave = (key: TextKey) => setLeft((before) => [...before, key]);
  const errorOf = (key: TextKey) =>
    left.includes(key) && evidence[key].trim() === ""
      ? errorText("CONSENT_EVIDENCE_REQUIRED")
      : undefined;

  return (
    <div className="flex flex-col gap-4">
      <h3 className="font-medium text-sm">{t("evidenceTitle")}</h3>
      <Field label={t("evidenceText")} hint={t("evidenceTextHint")} error={errorOf("text")}>
        <Textarea
          rows={3}
          maxLength={2000}
          value={evidence.text}
          onChange={(event) => onChange({ text: event.target.value })}
          onBlur={() => leave("text")}
        />
      </Field>
      <Field label={t("source")} hint={t("sourceHint")} error={errorOf("source")}>
        <Input
          maxLength={300}
          value={evidence.source}
          onValueChange={(source) => onChange({ source })}
          onBlur={() => leave("source")}
        />
      </Field>
      <Field
        className="max-w-60"
        label={t("collectedOn")}
        hint={t("collectedOnHint")}
        error={errorOf("collectedOn")}
      >
        <Input
          type="date"
          value={evidence.collectedOn}
          onValueChange={(collectedOn) => onChange({ collectedOn })}
          onBlur={() => leave("collectedOn")}
        />
      </Field>
    </div>
  );
}
