"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { LogPager } from "@/app/(console)/settings/_components/log-pager";
import type { ReadEntry } from "../../audit/_components/entry";

interface ReadTableProps {
  reads: ReadEntry[];
  hasMore: boolean;
  isFirst: boolean;
}

/** A page of the read log. */
export function ReadTable({ reads, hasMore, isFirst }: ReadTableProps) {
  const t = useTranslations("audit.reads");
  const audit = useTranslations("audit.audit");
  const last = reads.at(-1)?.id;
  if (reads.length === 0) {
    return (
      <EmptyState
        icon={Eye}
        title={t("emptyTitle")}
        description={t("emptyText")}
        action={<LinkButton href="/contacts">{t("emptyAction")}</LinkButton>}
      />
    );
  }
  return (
    <>
      <Table label={t("title")}>
        <TableHead>
          <HeadCell>{t("when")}</HeadCell>
          <HeadCell>{t("who")}</HeadCell>
          <HeadCell>{t("person")}</HeadCell>
        </TableHead>
        <TableBody>
          {reads.map((read) => (
            <TableRow key={read.id}>
              <Cell className="whitespace-nowrap">
                <DateTime at={read.at} />
              </Cell>
              <Cell>
                {read.userName === null ? audit("gone") : <UserText>{read.userName}</UserText>}
              </Cell>
              <Cell>
                <Person read={read} />
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <LogPager path="/settings/reads" last={last} isFirst={isFirst} hasMore={hasMore} />
    </>
  );
}

function Person({ read }: { read: ReadEntry }) {
  const t = useTranslations("audit.reads");
  const full = [read.contactFirstName, read.contactLastName].filter(Boolean).join(" ");
  const name = full || read.contactEmail || read.contactExternalId;
  const shown = name ? <UserText>{name}</UserText> : t("unnamed");
  return read.isContactGone ? (
    shown
  ) : (
    <TextLink href={`/contacts/${read.contactId}`}>{shown}</TextLink>
  );
}
