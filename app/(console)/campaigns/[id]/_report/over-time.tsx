import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { NumberText } from "@/app/_ui/number";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import { type Bucket, MEASURES } from "@/server/reporting/schemas";
import { CsvLink } from "./csv-link";
import type { Report } from "./results";
import { TimeChart } from "./time-chart";

type Span = "hours" | "days";

/** The campaign over time, as a drawing or as a table. */
export function OverTime({ report }: { report: Report }) {
  const t = useTranslations("reporting.time");
  const [span, setSpan] = useState<Span>(report.days.length > 4 ? "days" : "hours");
  const [isTable, setTable] = useState(false);
  const buckets = report[span];
  if (buckets.length === 0) return null;
  return (
    <Section
      title={t("title")}
      description={t("about", { sent: report.total.sent })}
      actions={
        <span className="flex flex-wrap items-center gap-2 print:hidden">
          <Select
            aria-label={t("span")}
            options={[
              { value: "hours" as const, label: t("hours") },
              { value: "days" as const, label: t("days") },
            ]}
            value={span}
            onValueChange={setSpan}
            className="w-44"
          />
          <Button size="small" onClick={() => setTable(!isTable)}>
            {isTable ? t("chart") : t("table")}
          </Button>
          <CsvLink campaignId={report.id} part={span} table={t("title")} />
        </span>
      }
    >
      {isTable ? (
        <TimeTable buckets={buckets} span={span} />
      ) : (
        // Another span is another drawing: its cursor starts anew.
        <TimeChart key={span} buckets={buckets} span={span} />
      )}
    </Section>
  );
}

function TimeTable({ buckets, span }: { buckets: readonly Bucket[]; span: Span }) {
  const t = useTranslations("reporting.time");
  const format = useFormatter();
  return (
    <Table label={t("timeTable")}>
      <TableHead>
        <HeadCell>{t("from")}</HeadCell>
        {MEASURES.map((measure) => (
          <HeadCell key={measure} isNumeric>
            {t(measure)}
          </HeadCell>
        ))}
      </TableHead>
      <TableBody>
        {buckets.map((bucket) => (
          <TableRow key={bucket.at.toISOString()}>
            <Cell className="whitespace-nowrap" translate="no">
              {format.dateTime(bucket.at, span === "hours" ? "dateTime" : "date")}
            </Cell>
            {MEASURES.map((measure) => (
              <Cell key={measure} isNumeric>
                <NumberText value={bucket[measure]} />
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
