"use client";

import { useTranslations } from "next-intl";
import { NumberText } from "@/app/_ui/number";
import { Section } from "@/app/_ui/section";
import { Badge } from "@/app/_ui/status";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { TextLink } from "@/app/_ui/text-link";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { HomeCampaign } from "@/server/home";

interface ResultsProps {
  results: readonly HomeCampaign[];
}

/** How the last letters went; what is new since the last visit says so. */
export function Results({ results }: ResultsProps) {
  const t = useTranslations("home.results");
  return (
    <Section title={t("title")}>
      <Table label={t("table")}>
        <TableHead>
          <HeadCell>{t("campaign")}</HeadCell>
          <HeadCell>{t("started")}</HeadCell>
          <HeadCell isNumeric>{t("sent")}</HeadCell>
          <HeadCell isNumeric>{t("notSent")}</HeadCell>
          <HeadCell isNumeric>{t("failed")}</HeadCell>
        </TableHead>
        <TableBody>
          {results.map((campaign) => (
            <TableRow key={campaign.id}>
              <Cell className="max-w-80">
                <span className="flex items-center gap-2">
                  <TextLink href={`/campaigns/${campaign.id}`} className="truncate">
                    <UserText>{campaign.name}</UserText>
                  </TextLink>
                  {campaign.isNew ? <Badge>{t("new")}</Badge> : null}
                </span>
              </Cell>
              <Cell className="whitespace-nowrap text-ink-muted">
                {campaign.startedAt ? <DateTime at={campaign.startedAt} /> : null}
              </Cell>
              <Cell isNumeric>
                <NumberText value={campaign.sent} />
              </Cell>
              <Cell isNumeric>
                <NumberText value={campaign.notSent} />
              </Cell>
              <Cell isNumeric>
                <NumberText value={campaign.failed} />
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}
