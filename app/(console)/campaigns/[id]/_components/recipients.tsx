"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Pagination } from "@/app/_ui/pagination";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { HeadCell, Table, TableBody, TableHead } from "@/app/_ui/table";
import { Waiting } from "@/app/_ui/waiting";
import type { CampaignProgress, Recipient } from "./campaign";
import { askedBy, EVERYBODY, RecipientFilters } from "./recipient-filters";
import { RecipientRow, type Remedies } from "./recipient-row";
import { SettleAll } from "./settle-dialog";

interface RecipientsProps {
  campaignId: string;
  /** Null until it is known. */
  progress: CampaignProgress | null;
  remedies: Remedies;
  mayExport: boolean;
  /** Mail is still leaving: the page on screen is read again now and then. */
  isLive: boolean;
}

const LIVE_MS = 5_000;

/** Everybody the campaign was made for, with what became of their letter and why. */
export function Recipients(props: RecipientsProps) {
  const { campaignId, progress, remedies, mayExport, isLive } = props;
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const [filter, setFilter] = useState(EVERYBODY);
  const [path, setPath] = useState<string[]>([]);
  const page = useQuery({
    ...trpc.campaigns.recipients.queryOptions({
      campaignId,
      ...askedBy(filter),
      cursor: path.at(-1),
    }),
    placeholderData: keepPreviousData,
    refetchInterval: isLive ? LIVE_MS : false,
  });
  const next = page.data?.cursor;

  return (
    <div className="min-w-0">
      <RecipientFilters
        campaignId={campaignId}
        progress={progress}
        filter={filter}
        mayExport={mayExport}
        onChange={(changed) => {
          setFilter(changed);
          setPath([]);
        }}
      />
      {filter.state === "unknown" && remedies.maySettle && page.data ? (
        <div className="mb-3">
          <SettleAll
            campaignId={campaignId}
            asOf={page.data.asOf}
            count={progress?.states.unknown ?? 0}
          />
        </div>
      ) : null}
      {page.error ? <Banner tone="bad">{errorText(page.error)}</Banner> : null}
      {page.data ? (
        <Waiting isWaiting={page.isPlaceholderData}>
          <RecipientTable {...page.data} remedies={remedies} />
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
    </div>
  );
}

interface RecipientTableProps {
  recipients: readonly Recipient[];
  asOf: Date;
  remedies: Remedies;
}

function RecipientTable({ recipients, asOf, remedies }: RecipientTableProps) {
  const t = useTranslations("campaigns.report");
  if (recipients.length === 0) {
    return <p className="py-10 text-center text-ink-muted">{t("nobody")}</p>;
  }
  return (
    <Table label={t("recipients")}>
      <TableHead>
        <HeadCell>{t("person")}</HeadCell>
        <HeadCell>{t("state")}</HeadCell>
        <HeadCell>{t("why")}</HeadCell>
        <HeadCell>{t("when")}</HeadCell>
        {remedies.maySettle ? (
          <HeadCell>
            <span className="sr-only">{t("actions")}</span>
          </HeadCell>
        ) : null}
      </TableHead>
      <TableBody>
        {recipients.map((one) => (
          <RecipientRow
            key={one.messageId}
            one={one}
            asOf={asOf}
            remedies={remedies.maySettle ? remedies : null}
          />
        ))}
      </TableBody>
    </Table>
  );
}
