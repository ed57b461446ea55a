"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { DescriptionList } from "@/app/_ui/description-list";
import { readCodedError, useCallErrorText, useErrorText } from "@/app/_ui/error-text";
import { NumberText } from "@/app/_ui/number";
import { Section } from "@/app/_ui/section";
import { SkeletonTable } from "@/app/_ui/skeleton";
import type { Step } from "@/server/imports/schemas";
import { FindingsTable } from "./findings-table";
import type { StepProps } from "./step";

/** What the file would do, column by column, before anything is written. */
export function ChecksStep({ draft, onReady, goTo }: StepProps & { goTo: (step: Step) => void }) {
  const t = useTranslations("imports");
  const trpc = useTRPC();
  const errorText = useErrorText();
  const callErrorText = useCallErrorText();
  const { view } = draft;
  const check = useQuery({
    ...trpc.imports.check.queryOptions({ id: view.id }),
    // Depends on the saved plan and on everybody else's people: never from the cache.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  // What belongs to the consent step is asked there.
  const blocking = check.data?.faults.filter((fault) => !fault.field.startsWith("consent")) ?? [];
  const isReady = check.isSuccess && !check.isFetching && blocking.length === 0;
  useEffect(() => onReady(isReady), [isReady, onReady]);

  if (check.isError) {
    const { row } = readCodedError(check.error);
    return (
      <Banner tone="bad" isLive title={callErrorText(check.error)}>
        {row ? t("preview.faultRow", { row }) : null}
      </Banner>
    );
  }
  if (!check.data || check.isFetching) {
    return (
      <Section title={t("checks.title")} description={t("checks.running")}>
        <SkeletonTable rows={5} />
      </Section>
    );
  }
  const { rows, isWhole, findings } = check.data;
  return (
    <>
      <Section
        title={t("checks.title")}
        description={isWhole ? t("checks.whole", { rows }) : t("checks.part", { rows })}
      >
        {blocking.length > 0 ? (
          <Banner
            tone="bad"
            isLive
            className="mb-4"
            title={t("checks.blocked")}
            action={<Button onClick={() => goTo("mapping")}>{t("checks.toMapping")}</Button>}
          >
            {[...new Set(blocking.map((fault) => errorText(fault.code)))].join(" ")}
          </Banner>
        ) : null}
        <DescriptionList
          className="max-w-lg"
          items={check.data.expected.map(({ id, count }) => ({
            id,
            label: t(`checks.${id}`),
            value: <NumberText value={count} />,
          }))}
        />
      </Section>
      <Section title={t("checks.findings")}>
        {findings.length === 0 ? (
          <Banner tone="ok" title={t("checks.none")}>
            {t("checks.noneText")}
          </Banner>
        ) : (
          <FindingsTable findings={findings} />
        )}
      </Section>
    </>
  );
}
