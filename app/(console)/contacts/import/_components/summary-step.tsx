"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DescriptionList } from "@/app/_ui/description-list";
import { useErrorText } from "@/app/_ui/error-text";
import { NumberText } from "@/app/_ui/number";
import { Section } from "@/app/_ui/section";
import { UserText } from "@/app/_ui/user-text";
import type { ImportChoices } from "@/server/imports";
import type { ImportPlan, Step } from "@/server/imports/schemas";
import type { StepProps } from "./step";

function newAttributes(plan: ImportPlan, choices: ImportChoices): string[] {
  return plan.columns.flatMap(({ target }) =>
    target.to === "attribute" &&
    target.label &&
    !choices.attributes.some((one) => one.key === target.key)
      ? [target.label]
      : [],
  );
}

/** Everything that was decided, once more, before it starts. */
export function SummaryStep(props: StepProps & { goTo: (step: Step) => void }) {
  const { draft, choices, onReady, goTo } = props;
  const t = useTranslations("imports");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const { view } = draft;
  const { plan } = view;
  const check = useQuery({
    ...trpc.imports.check.queryOptions({ id: view.id }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const fault = check.data?.faults[0];
  const isReady = check.isSuccess && !check.isFetching && fault === undefined;
  useEffect(() => onReady(isReady), [isReady, onReady]);
  if (!plan) return null;
  const isPeople = plan.kind === "people";
  const isProducts = plan.kind === "products";
  const hasMoney = plan.kind === "orders" || plan.columns.some((one) => one.target.to === "price");
  const made = newAttributes(plan, choices);
  const mapped = plan.columns.filter((one) => one.target.to !== "ignore").length;
  const hasCurrencyColumn = plan.columns.some((one) => one.target.to === "currency");
  const isConsentFault = fault?.field.startsWith("consent") ?? false;

  const facts = [
    { id: "file", label: t("summary.file"), value: <UserText>{view.fileName}</UserText> },
    { id: "rows", label: t("summary.rows"), value: <NumberText value={view.lines} /> },
    { id: "content", label: t("summary.content"), value: t(`kind.${plan.kind}`) },
    {
      id: "columns",
      label: t("summary.columns"),
      value: t("summary.columnsValue", { mapped, total: plan.columns.length }),
    },
    ...(made.length > 0
      ? [
          {
            id: "made",
            label: t("summary.newAttributes"),
            value: <UserText>{made.join(", ")}</UserText>,
          },
        ]
      : []),
    ...(isPeople
      ? [
          { id: "policy", label: t("summary.policy"), value: t(`policy.${plan.overwrite}`) },
          { id: "consent", label: t("summary.consent"), value: t(`consent.${plan.consent.basis}`) },
        ]
      : []),
    ...(isProducts
      ? [
          {
            id: "policy",
            label: t("step.policyProducts"),
            value: t(`policyProducts.${plan.overwrite}`),
          },
        ]
      : []),
    ...(hasMoney && !hasCurrencyColumn
      ? [
          {
            id: "currency",
            label: t("summary.currency"),
            value: <UserText>{plan.currency ?? choices.currency}</UserText>,
          },
        ]
      : []),
  ];

  return (
    <Section title={t("summary.title")} description={t("summary.text")}>
      {fault ? (
        <Banner
          tone="bad"
          isLive
          className="mb-4"
          title={t("checks.blocked")}
          action={
            <Button onClick={() => goTo(isConsentFault ? "consent" : "mapping")}>
              {isConsentFault ? t("checks.toConsent") : t("checks.toMapping")}
            </Button>
          }
        >
          {errorText(fault.code)}
        </Banner>
      ) : null}
      <DescriptionList className="max-w-2xl" items={facts} />
    </Section>
  );
}
