"use client";

import { ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/app/_ui/cn";
import { EmptyState } from "@/app/_ui/empty-state";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { LogPager } from "@/app/(console)/settings/_components/log-pager";
import type { AuditEntry } from "./entry";
import { useAction, useActor } from "./words";

interface AuditTableProps {
  entries: AuditEntry[];
  hasMore: boolean;
  isFirst: boolean;
}

/** A page of the audit log. */
export function AuditTable({ entries, hasMore, isFirst }: AuditTableProps) {
  const t = useTranslations("audit.audit");
  const actorOf = useActor();
  const actionOf = useAction();
  const last = entries.at(-1)?.seq;
  if (entries.length === 0) {
    return <EmptyState icon={ScrollText} title={t("emptyTitle")} description={t("emptyText")} />;
  }
  return (
    <>
      <Table label={t("title")}>
        <TableHead>
          <HeadCell>{t("when")}</HeadCell>
          <HeadCell className="max-sm:hidden">{t("who")}</HeadCell>
          <HeadCell>{t("what")}</HeadCell>
          <HeadCell className="max-sm:hidden">{t("details")}</HeadCell>
        </TableHead>
        <TableBody>
          {entries.map((entry) => (
            <TableRow key={entry.seq} className="max-sm:align-top">
              <Cell className="whitespace-nowrap">
                <DateTime at={entry.at} />
                <span className="block text-ink-muted text-xs sm:hidden">{actorOf(entry)}</span>
              </Cell>
              <Cell className="max-sm:hidden lg:whitespace-nowrap">{actorOf(entry)}</Cell>
              <Cell className="lg:whitespace-nowrap">
                {actionOf(entry.action)}
                <Details entry={entry} className="block sm:hidden" />
              </Cell>
              <Cell className="w-full max-sm:hidden">
                <Details entry={entry} />
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <LogPager path="/settings/audit" last={last} isFirst={isFirst} hasMore={hasMore} />
    </>
  );
}

function Details({ entry, className }: { entry: AuditEntry; className?: string }) {
  return (
    <UserText isMono className={cn("wrap-anywhere text-ink-muted", className)}>
      {detailsOf(entry.summary)}
    </UserText>
  );
}

/** `role: admin, grants: 2`; lists joined, nothing nested. Raw on purpose: it is the record. */
function detailsOf(summary: Record<string, unknown>): string {
  return Object.entries(summary)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? value.join(" ") : String(value)}`)
    .join(", ");
}
