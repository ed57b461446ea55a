"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Banner } from "@/app/_ui/banner";
import { Checkbox } from "@/app/_ui/checkbox";
import { LinkButton } from "@/app/_ui/link-button";
import { RadioGroup } from "@/app/_ui/radio-group";
import { Section } from "@/app/_ui/section";
import { CONSENT_BASES, type ConsentPlan, type ImportPlan } from "@/server/imports/schemas";
import { ColumnName } from "./column-name";
import { EvidenceFields } from "./evidence-fields";
import { consentColumn, type StepProps } from "./step";
import { TopicChoice } from "./topic-choice";

const CONDITIONS = ["obtainedWithSale", "similarGoods", "noticeAtCollection"] as const;

/** Whether the answers are complete; the server asks the same again at the start. */
function isComplete(plan: ImportPlan): boolean {
  const { basis, topicIds, evidence } = plan.consent;
  if (basis === "none") return consentColumn(plan) === undefined;
  const isProven =
    evidence.text.trim() !== "" && evidence.source.trim() !== "" && evidence.collectedOn !== "";
  const isCustomer = basis !== "existing_customer" || CONDITIONS.every((key) => evidence[key]);
  return topicIds.length > 0 && isProven && isCustomer;
}

/** On what ground these people may be written to, and what proves it. */
export function ConsentStep({ draft, choices, onReady }: StepProps) {
  const t = useTranslations("imports.consent");
  const { plan } = draft.view;
  const isReady = plan !== null && isComplete(plan);
  useEffect(() => onReady(isReady), [isReady, onReady]);
  if (!plan) return null;
  const { consent } = plan;
  const change = (changed: Partial<ConsentPlan>) =>
    draft.changePlan({ ...plan, consent: { ...consent, ...changed } });
  const letters = choices.topics.filter((topic) => topic.channel === "email");
  const tracking = choices.topics.filter((topic) => topic.channel === "tracking");
  // A purchase allows letters and no look at what is done with them.
  const allowedWith = (basis: ConsentPlan["basis"]) =>
    basis === "existing_customer"
      ? consent.topicIds.filter((id) => !tracking.some((topic) => topic.id === id))
      : consent.topicIds;
  const column = consentColumn(plan);
  const name = column ? () => <ColumnName name={column.name} column={column.column} /> : null;

  return (
    <Section title={t("title")} description={t("text")} className="max-w-2xl">
      <div className="flex flex-col gap-6">
        {name && consent.basis === "none" ? (
          <Banner tone="warn">{t.rich("needsBasis", { name })}</Banner>
        ) : null}
        <RadioGroup
          legend={t("basis")}
          value={consent.basis}
          onValueChange={(basis) => change({ basis, topicIds: allowedWith(basis) })}
          options={CONSENT_BASES.map((value) => ({
            value,
            label: t(value),
            hint: t(`${value}Hint`),
          }))}
        />
        {consent.basis === "none" ? null : (
          <>
            <Banner>{name ? t.rich("column", { name }) : t("all")}</Banner>
            {letters.length === 0 ? (
              <Banner
                tone="warn"
                action={<LinkButton href="/consent">{t("openTopics")}</LinkButton>}
              >
                {t("noTopics")}
              </Banner>
            ) : (
              <TopicChoice
                legend={t("topics")}
                topics={letters}
                chosen={consent.topicIds}
                onChange={(topicIds) => change({ topicIds })}
              />
            )}
            {consent.basis === "existing_customer" ? null : (
              <TopicChoice
                legend={t("tracking")}
                hint={t("trackingHint")}
                topics={tracking}
                chosen={consent.topicIds}
                onChange={(topicIds) => change({ topicIds })}
              />
            )}
            <EvidenceFields
              evidence={consent.evidence}
              onChange={(changed) => change({ evidence: { ...consent.evidence, ...changed } })}
            />
            {consent.basis === "existing_customer" ? (
              <fieldset className="flex flex-col gap-1">
                <legend className="mb-1.5 font-medium text-sm">{t("conditions")}</legend>
                {CONDITIONS.map((key) => (
                  <Checkbox
                    key={key}
                    label={t(key)}
                    checked={consent.evidence[key]}
                    onCheckedChange={(isTrue) =>
                      change({ evidence: { ...consent.evidence, [key]: isTrue } })
                    }
                  />
                ))}
              </fieldset>
            ) : null}
          </>
        )}
      </div>
    </Section>
  );
}
