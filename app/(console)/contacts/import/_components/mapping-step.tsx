"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { useErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Section } from "@/app/_ui/section";
import { SkeletonTable } from "@/app/_ui/skeleton";
import type { ImportPlan } from "@/server/imports/schemas";
import { MappingRow } from "./mapping-row";
import { type StepProps, withColumn } from "./step";

/** What is still missing before the checks make sense: the code of the first fault. */
function missing(plan: ImportPlan): string | null {
  const targets = new Set<string>(plan.columns.map((one) => one.target.to));
  if (plan.kind === "products") return targets.has("sku") ? null : "MAPPING_SKU_MISSING";
  if (!targets.has("email") && !targets.has("externalId")) return "MAPPING_IDENTITY_MISSING";
  const isOrders = plan.kind === "orders";
  if (isOrders && !(targets.has("orderedAt") && targets.has("total")))
    return "MAPPING_ORDER_FIELDS";
  return null;
}

interface CurrencyFieldProps extends Pick<StepProps, "draft" | "choices"> {
  error: string | undefined;
}

/** The currency of the file's amounts, where no column says it. */
function CurrencyField({ draft, choices, error }: CurrencyFieldProps) {
  const t = useTranslations("imports.mapping");
  const { plan } = draft.view;
  if (!plan) return null;
  const targets = plan.columns.map((one) => one.target.to);
  const isProducts = plan.kind === "products";
  const hasMoney = plan.kind === "orders" || targets.includes("price");
  if (!hasMoney || targets.includes("currency")) return null;
  return (
    <Field
      className="mb-4 max-w-xs"
      label={t(isProducts ? "currencyProducts" : "currency")}
      hint={t(isProducts ? "currencyProductsHint" : "currencyHint")}
      error={error}
    >
      <Input
        value={plan.currency ?? choices.currency}
        maxLength={3}
        autoCapitalize="characters"
        spellCheck={false}
        onValueChange={(typed) =>
          draft.changePlan({ ...plan, currency: typed.trim().toUpperCase() })
        }
      />
    </Field>
  );
}

/** Where each column of the file goes, with samples beside it. */
export function MappingStep({ draft, choices, onReady }: StepProps) {
  const t = useTranslations("imports.mapping");
  const errorText = useErrorText();
  const trpc = useTRPC();
  const { view } = draft;
  const { plan } = view;
  const preview = useQuery(trpc.imports.preview.queryOptions({ id: view.id }));
  const fault = plan ? missing(plan) : "MAPPING_INVALID";
  const hasCurrency = plan?.currency === undefined || /^[A-Z]{3}$/.test(plan.currency);
  const isReady = fault === null && hasCurrency;
  useEffect(() => onReady(isReady), [isReady, onReady]);
  if (!plan) return null;
  const isProducts = plan.kind === "products";

  return (
    <Section title={t("title")} description={t(isProducts ? "textProducts" : "text")}>
      {fault ? (
        <Banner tone="warn" isLive className="mb-4">
          {fault === "MAPPING_ORDER_FIELDS" ? t("orderFields") : errorText(fault)}
        </Banner>
      ) : null}
      <CurrencyField
        draft={draft}
        choices={choices}
        error={hasCurrency ? undefined : errorText("VALUE_CURRENCY")}
      />
      {preview.data ? (
        <ul aria-label={t("columns")} className="divide-y divide-line rounded-md border bg-surface">
          {preview.data.columns.map((look) => {
            const column = plan.columns.find((one) => one.column === look.column);
            return column ? (
              <MappingRow
                key={look.column}
                look={look}
                column={column}
                plan={plan}
                choices={choices}
                onChange={(changed) => draft.changePlan(withColumn(plan, changed))}
              />
            ) : null;
          })}
        </ul>
      ) : (
        <SkeletonTable rows={6} />
      )}
    </Section>
  );
}
