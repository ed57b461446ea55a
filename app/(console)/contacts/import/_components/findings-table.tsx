import { useTranslations } from "next-intl";
import { NumberText } from "@/app/_ui/number";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { UserText } from "@/app/_ui/user-text";
import type { CheckFinding } from "@/server/imports";
import { CodedSentence } from "./coded-sentence";

/** Findings of the checks: which column, what, how often, with what effect. */
export function FindingsTable({ findings }: { findings: readonly CheckFinding[] }) {
  const t = useTranslations("imports.checks");
  return (
    <Table label={t("findingsTable")}>
      <TableHead>
        <HeadCell>{t("column")}</HeadCell>
        <HeadCell>{t("problem")}</HeadCell>
        <HeadCell isNumeric>{t("count")}</HeadCell>
        <HeadCell>{t("effect")}</HeadCell>
        <HeadCell>{t("examples")}</HeadCell>
      </TableHead>
      <TableBody>
        {findings.map((finding) => (
          <TableRow key={`${finding.column} ${finding.code}`}>
            <Cell className="whitespace-nowrap">
              {finding.column ? <UserText>{finding.column}</UserText> : t("wholeRow")}
            </Cell>
            <Cell className="min-w-56">
              <CodedSentence code={finding.code} />
            </Cell>
            <Cell isNumeric>
              <NumberText value={finding.count} />
            </Cell>
            <Cell className="whitespace-nowrap">
              {finding.isRowLost ? t("rowLost") : t("cellLost")}
            </Cell>
            <Cell>
              <ul className="flex flex-col text-ink-muted text-xs">
                {finding.examples.map((example) => (
                  <li key={example.line} className="max-w-64 truncate whitespace-nowrap">
                    {t("example", { line: example.line })}{" "}
                    <UserText isMono>{example.value}</UserText>
                  </li>
                ))}
              </ul>
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
