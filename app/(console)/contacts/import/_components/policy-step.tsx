"use client";

import { useTranslations } from "next-intl";
import { RadioGroup } from "@/app/_ui/radio-group";
import { Section } from "@/app/_ui/section";
import { OVERWRITE } from "@/server/imports/schemas";
import type { StepProps } from "./step";

/** What happens to people or products that are already known. */
export function PolicyStep({ draft }: StepProps) {
  const { plan, kind } = draft.view;
  const t = useTranslations(kind === "products" ? "imports.policyProducts" : "imports.policy");
  if (!plan) return null;
  return (
    <Section title={t("title")} description={t("note")}>
      <RadioGroup
        legend={t("title")}
        isLegendHidden
        value={plan.overwrite}
        onValueChange={(overwrite) => draft.changePlan({ ...plan, overwrite })}
        options={OVERWRITE.map((value) => ({
          value,
          label: t(value),
          hint: t(`${value}Hint`),
        }))}
      />
    </Section>
  );
}
