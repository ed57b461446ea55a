"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { DomainRow } from "../../_components/types";
import { DomainState } from "./domain-state";

/** The domains by name; what has no column on a narrow page stands below the name. */
export function DomainTable({ domains }: { domains: readonly DomainRow[] }) {
  const t = useTranslations("senders.domains");
  return (
    <div className="@container">
      <Table label={t("title")}>
        <TableHead>
          <HeadCell>{t("domain")}</HeadCell>
          <HeadCell>{t("state")}</HeadCell>
          <HeadCell className="@max-2xl:hidden">{t("brands")}</HeadCell>
          <HeadCell className="@max-2xl:hidden">{t("checked")}</HeadCell>
        </TableHead>
        <TableBody>
          {domains.map((domain) => (
            <TableRow key={domain.id}>
              <Cell>
                <Link
                  href={`/settings/sending/domains/${domain.id}`}
                  className="rounded-sm py-1 font-medium hover:underline"
                >
                  <UserText className="break-all">{domain.domain}</UserText>
                </Link>
                <span className="@2xl:hidden block text-ink-muted text-xs">
                  <Brands domain={domain} />
                </span>
              </Cell>
              <Cell>
                <DomainState domain={domain} />
              </Cell>
              <Cell className="@max-2xl:hidden">
                <Brands domain={domain} />
              </Cell>
              <Cell className="whitespace-nowrap @max-2xl:hidden">
                {domain.checkedAt ? <RelativeTime at={domain.checkedAt} /> : t("never")}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function Brands({ domain }: { domain: DomainRow }) {
  const t = useTranslations("senders.domains");
  if (domain.brands.length === 0) return t("noBrand");
  return <UserText>{domain.brands.map(({ name }) => name).join(", ")}</UserText>;
}
