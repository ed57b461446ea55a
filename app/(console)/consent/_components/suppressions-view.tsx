"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { MailX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { EmptyState } from "@/app/_ui/empty-state";
import { useCallErrorText } from "@/app/_ui/error-text";
import { Pagination } from "@/app/_ui/pagination";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { Waiting } from "@/app/_ui/waiting";
import { SuppressionReason } from "@/server/consent/schemas";
import { CheckAddress } from "./check-address";
import { ConsentHeader } from "./consent-header";
import { usePages } from "./use-pages";

interface Suppression {
  digest: string;
  reason: string;
  at: Date;
}

interface SuppressionsViewProps {
  first: { rows: Suppression[]; next: string | null };
  maySuppress: boolean;
}

/** Addresses that get no mail: by fingerprint, because the list names nobody. */
export function SuppressionsView({ first, maySuppress }: SuppressionsViewProps) {
  const t = useTranslations("consent.suppressions");
  const errorText = useCallErrorText();
  const trpc = useTRPC();
  const pages = usePages("suppressions");
  const list = useQuery(
    trpc.consent.suppressions.queryOptions(
      { cursor: pages.cursor },
      { initialData: pages.cursor ? undefined : first, placeholderData: keepPreviousData },
    ),
  );
  const rows = list.data?.rows ?? [];
  return (
    <>
      <ConsentHeader part="suppressions" />
      <CheckAddress maySuppress={maySuppress} />
      {list.error ? (
        <Banner tone="bad" isLive>
          {errorText(list.error)}
        </Banner>
      ) : null}
      {rows.length === 0 && !pages.cursor ? (
        <EmptyState icon={MailX} title={t("emptyTitle")} description={t("emptyText")} />
      ) : (
        <>
          <Waiting isWaiting={list.isPlaceholderData}>
            <SuppressionTable rows={rows} />
          </Waiting>
          {pages.cursor || list.data?.next ? (
            <Pagination
              onPrevious={pages.onPrevious}
              onNext={pages.onNext(list.data?.next)}
              isLoading={list.isPlaceholderData}
            />
          ) : null}
        </>
      )}
    </>
  );
}

function SuppressionTable({ rows }: { rows: readonly Suppression[] }) {
  const t = useTranslations("consent.suppressions");
  return (
    <Table label={t("table")}>
      <TableHead>
        <HeadCell>{t("fingerprint")}</HeadCell>
        <HeadCell>{t("reason")}</HeadCell>
        <HeadCell>{t("since")}</HeadCell>
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const reason = SuppressionReason.safeParse(row.reason).data;
          return (
            <TableRow key={`${row.digest} ${row.reason}`}>
              <Cell>
                <UserText isMono>{row.digest}</UserText>
              </Cell>
              <Cell>{reason ? t(`reasons.${reason}`) : <UserText>{row.reason}</UserText>}</Cell>
              <Cell className="whitespace-nowrap">
                <DateTime at={row.at} />
              </Cell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
