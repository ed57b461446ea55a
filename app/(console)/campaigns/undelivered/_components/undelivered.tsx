"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { EmptyState } from "@/app/_ui/empty-state";
import { useCallErrorText } from "@/app/_ui/error-text";
import { PageHeader } from "@/app/_ui/page-header";
import { Pagination } from "@/app/_ui/pagination";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { HeadCell, Table, TableBody, TableHead } from "@/app/_ui/table";
import { Waiting } from "@/app/_ui/waiting";
import { DEAD_REASONS } from "@/server/delivery/schemas";
import { RecipientRow } from "../../[id]/_components/recipient-row";
import { RetryFailed } from "../../[id]/_components/retry-failed";
import { SettleAll } from "../../[id]/_components/settle-dialog";
import type { DeadCounts, DeadLetter } from "./dead-letters";
import { ALL, askedBy, countOf, type Filter, Filters } from "./filters";

interface UndeliveredProps {
  firstCounts: DeadCounts;
  mayExport: boolean;
}

/** What nobody got, or perhaps, over all campaigns: why, and what can be done about it. */
export function Undelivered({ firstCounts, mayExport }: UndeliveredProps) {
  const t = useTranslations("campaigns");
  const trpc = useTRPC();
  const { data: counts } = useQuery({
    ...trpc.campaigns.deadCounts.queryOptions(),
    initialData: firstCounts,
  });
  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t("title"), href: "/campaigns" }]}
        title={t("undelivered.title")}
        description={t("undelivered.description")}
      />
      {countOf(counts, ALL) === 0 ? (
        <EmptyState
          icon={MailCheck}
          title={t("undelivered.emptyTitle")}
          description={t("undelivered.emptyText")}
        />
      ) : (
        <Narrowed counts={counts} mayExport={mayExport} />
      )}
    </>
  );
}

function Narrowed({ counts, mayExport }: { counts: DeadCounts; mayExport: boolean }) {
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const [filter, setFilter] = useState(ALL);
  const [path, setPath] = useState<string[]>([]);
  const page = useQuery({
    ...trpc.campaigns.dead.queryOptions({ ...askedBy(filter), cursor: path.at(-1) }),
    placeholderData: keepPreviousData,
  });
  const next = page.data?.cursor;
  const change = (changed: Filter) => {
    setFilter(changed);
    setPath([]);
  };
  return (
    <>
      <Filters counts={counts} filter={filter} mayExport={mayExport} onChange={change} />
      {page.error ? <Banner tone="bad">{errorText(page.error)}</Banner> : null}
      {page.data ? (
        <Waiting isWaiting={page.isPlaceholderData}>
          <ForAll counts={counts} filter={filter} {...page.data} />
          <Letters {...page.data} />
        </Waiting>
      ) : null}
      {page.data || page.error ? null : <SkeletonTable rows={6} />}
      {path.length > 0 || next ? (
        <Pagination
          isLoading={page.isPlaceholderData}
          onPrevious={path.length > 0 ? () => setPath(path.slice(0, -1)) : undefined}
          onNext={next ? () => setPath([...path, next]) : undefined}
        />
      ) : null}
    </>
  );
}

interface LettersProps {
  letters: readonly DeadLetter[];
  /** As of when they were read. */
  asOf: Date;
}

interface ForAllProps extends LettersProps {
  counts: DeadCounts;
  filter: Filter;
}

/** What can be done about all letters of one campaign, which have one owner, at once. */
function ForAll({ counts, filter, letters, asOf }: ForAllProps) {
  const t = useTranslations("campaigns.undelivered");
  if (filter.campaign === "all") {
    return <p className="mb-3 text-ink-muted">{t("hint")}</p>;
  }
  const campaignId = filter.campaign === "none" ? null : filter.campaign;
  const reasons = DEAD_REASONS.filter((name) => filter.why === "any" || filter.why === name);
  const failed = reasons.reduce((all, why) => all + countOf(counts, { ...filter, why }), 0);
  const isAboutUnknown = filter.why === "any" || filter.why === "unknown";
  const unknown = isAboutUnknown ? countOf(counts, { ...filter, why: "unknown" }) : 0;
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      {letters.some((one) => one.remedies.maySettle) ? (
        <SettleAll campaignId={campaignId} asOf={asOf} count={unknown} />
      ) : null}
      {failed > 0 && letters.some((one) => one.remedies.mayRetry) ? (
        <RetryFailed campaignId={campaignId} reasons={[...reasons]} count={failed} />
      ) : null}
    </div>
  );
}

function Letters({ letters, asOf }: LettersProps) {
  const t = useTranslations("campaigns.report");
  const words = useTranslations("campaigns.undelivered");
  if (letters.length === 0) {
    return <p className="py-10 text-center text-ink-muted">{words("none")}</p>;
  }
  const mayDoAnything = letters.some((one) => one.remedies.maySettle);
  return (
    <Table label={words("table")}>
      <TableHead>
        <HeadCell>{t("person")}</HeadCell>
        <HeadCell>{words("campaign")}</HeadCell>
        <HeadCell>{t("state")}</HeadCell>
        <HeadCell>{t("why")}</HeadCell>
        <HeadCell>{t("when")}</HeadCell>
        {mayDoAnything ? (
          <HeadCell>
            <span className="sr-only">{t("actions")}</span>
          </HeadCell>
        ) : null}
      </TableHead>
      <TableBody>
        {letters.map((one) => (
          <RecipientRow
            key={one.messageId}
            one={one}
            asOf={asOf}
            remedies={mayDoAnything ? one.remedies : null}
            hasCampaign
          />
        ))}
      </TableBody>
    </Table>
  );
}
