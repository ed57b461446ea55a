"use client";

import type { inferRouterOutputs } from "@trpc/server";
import { useTranslations } from "next-intl";
import { NumberText } from "@/app/_ui/number";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { AppRouter } from "@/server/root";
import { CampaignMenu } from "./campaign-menu";
import { CampaignStatus } from "./campaign-status";

export type CampaignRows = inferRouterOutputs<AppRouter>["campaigns"]["list"]["rows"];
type Row = CampaignRows[number];

interface CampaignTableProps {
  rows: CampaignRows;
  mayWrite: boolean;
  isArchived: boolean;
}

/** Campaigns as rows: what, for whom, how far. */
export function CampaignTable({ rows, mayWrite, isArchived }: CampaignTableProps) {
  const t = useTranslations("campaigns.list");
  return (
    <Table label={t("label")}>
      <TableHead>
        <HeadCell>{t("name")}</HeadCell>
        <HeadCell>{t("state")}</HeadCell>
        <HeadCell>{t("topic")}</HeadCell>
        <HeadCell isNumeric>{t("sent")}</HeadCell>
        <HeadCell>{t("updated")}</HeadCell>
        {mayWrite ? (
          <HeadCell>
            <span className="sr-only">{t("actions")}</span>
          </HeadCell>
        ) : null}
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <Cell className="min-w-48">
              <TextLink href={`/campaigns/${row.id}`} className="font-medium">
                <UserText>{row.name}</UserText>
              </TextLink>
            </Cell>
            <Cell>
              <CampaignStatus state={row.state} />
            </Cell>
            <Cell className="whitespace-nowrap">
              <UserText>{row.topicName}</UserText>{" "}
              <UserText className="text-ink-muted">{row.brandName}</UserText>
            </Cell>
            <Cell isNumeric className="whitespace-nowrap">
              {row.state === "draft" ? (
                <span className="text-ink-faint" aria-hidden>
                  –
                </span>
              ) : (
                <>
                  <NumberText value={row.counts.sent} />
                  <span className="text-ink-muted">
                    {" / "}
                    <NumberText value={Math.max(row.counts.total, expected(row))} />
                  </span>
                </>
              )}
            </Cell>
            <Cell className="whitespace-nowrap text-ink-muted">
              <RelativeTime at={row.updatedAt} />{" "}
              {row.updatedByName ? <UserText>{row.updatedByName}</UserText> : null}
            </Cell>
            {mayWrite ? (
              <Cell className="w-10 text-right">
                <CampaignMenu campaign={{ ...row, isArchived }} />
              </Cell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** While a campaign is being prepared its rows are still fewer than its people. */
function expected(row: Row): number {
  return row.state === "preparing" ? (row.audience?.reachable ?? 0) : 0;
}
