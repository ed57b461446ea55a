"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { Section } from "@/app/_ui/section";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { UserText } from "@/app/_ui/user-text";
import { CodedSentence } from "./coded-sentence";

/** The first problems of an import, each with the line it stands on in the file. */
export function RunReport({ id, isGrowing }: { id: string; isGrowing: boolean }) {
  const t = useTranslations("imports.result");
  const trpc = useTRPC();
  const report = useQuery({
    ...trpc.imports.report.queryOptions({ id }),
    refetchInterval: isGrowing ? 3_000 : false,
  });
  return (
    <Section title={t("problems")} description={t("problemsText")}>
      {report.data ? (
        <Table label={t("problemsTable")}>
          <TableHead>
            <HeadCell isNumeric>{t("line")}</HeadCell>
            <HeadCell>{t("column")}</HeadCell>
            <HeadCell>{t("problem")}</HeadCell>
            <HeadCell>{t("value")}</HeadCell>
          </TableHead>
          <TableBody>
            {report.data.first.map((fault) => (
              <TableRow key={`${fault.line} ${fault.column}`}>
                <Cell isNumeric className="text-ink-muted">
                  <UserText>{fault.line}</UserText>
                </Cell>
                <Cell className="whitespace-nowrap">
                  {fault.column ? <UserText>{fault.column}</UserText> : t("wholeRow")}
                </Cell>
                <Cell className="min-w-56">
                  <CodedSentence code={fault.code} />
                </Cell>
                <Cell className="max-w-64 truncate">
                  <UserText isMono>{fault.value}</UserText>
                </Cell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      ) : (
        <SkeletonTable rows={4} />
      )}
    </Section>
  );
}
