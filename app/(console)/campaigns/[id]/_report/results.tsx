"use client";

import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { ChartColumn, Printer } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Section } from "@/app/_ui/section";
import { SkeletonTable } from "@/app/_ui/skeleton";
import type { AppRouter } from "@/server/root";
import { CsvLink } from "./csv-link";
import { Definitions } from "./definitions";
import { FiguresTable } from "./figures-table";
import { LinksTable } from "./links-table";
import { OverTime } from "./over-time";

export type Report = inferRouterOutputs<AppRouter>["reporting"]["campaign"];

const LIVE_MS = 5_000;

interface ResultsProps {
  campaignId: string;
  /** Mail is still leaving: the figures are read again now and then. */
  isLive: boolean;
}

/** What the campaign did: its figures with their bases, over time, by link. */
export function Results({ campaignId, isLive }: ResultsProps) {
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const report = useQuery({
    ...trpc.reporting.campaign.queryOptions({ id: campaignId }),
    refetchInterval: isLive ? LIVE_MS : false,
  });
  if (report.error) return <Banner tone="bad">{errorText(report.error)}</Banner>;
  if (!report.data) return <SkeletonTable rows={8} />;
  return <Loaded report={report.data} />;
}

function Loaded({ report }: { report: Report }) {
  const t = useTranslations("reporting");
  const format = useFormatter();
  const { id, total } = report;
  if (total.matched === 0) {
    return <EmptyState icon={ChartColumn} title={t("empty.title")} description={t("empty.text")} />;
  }
  return (
    <>
      <Section
        title={t("figures")}
        description={t("figuresText", {
          at: format.dateTime(report.at, "dateTime"),
          days: report.attributionDays,
        })}
        actions={
          <span className="flex gap-2 print:hidden">
            <CsvLink campaignId={id} part="figures" table={t("figures")} />
            <Button size="small" onClick={() => window.print()}>
              <Printer aria-hidden />
              {t("print")}
            </Button>
          </span>
        }
      >
        <FiguresTable report={report} />
      </Section>
      <OverTime report={report} />
      <Section
        title={t("links.title")}
        description={t("links.text")}
        actions={<CsvLink campaignId={id} part="links" table={t("links.title")} />}
      >
        <LinksTable report={report} />
      </Section>
      <Definitions />
    </>
  );
}
