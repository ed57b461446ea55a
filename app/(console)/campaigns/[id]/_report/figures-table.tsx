import { useFormatter, useTranslations } from "next-intl";
import { Fragment } from "react";
import { MoneyText, NumberText } from "@/app/_ui/number";
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from "@/app/_ui/table";
import {
  averageOf,
  type Count,
  type Figures,
  METRICS,
  type Metric,
  type MetricKey,
} from "@/server/reporting/schemas";
import { minorOf } from "../../../contacts/_components/person-name";
import { MetricName } from "./metric-name";
import type { Report } from "./results";
import { useReasonName, useVariantName } from "./words";

const GROUPS = ["delivery", "attention", "result"] as const;

interface Column {
  key: string;
  name: string;
  figures: Figures;
}

/** Every figure with its base, for the whole campaign and, when there are several, each variant. */
export function FiguresTable({ report }: { report: Report }) {
  const t = useTranslations("reporting");
  const variantName = useVariantName();
  const columns: Column[] = [
    { key: "total", name: t("total"), figures: report.total },
    ...report.variants.map(({ position, figures }) => {
      return { key: String(position), name: variantName(position), figures };
    }),
  ];
  return (
    <Table label={t("figuresTable")}>
      <TableHead>
        <HeadCell>{t("figure")}</HeadCell>
        {columns.map(({ key, name }) => (
          <HeadCell key={key} isNumeric>
            {name}
          </HeadCell>
        ))}
      </TableHead>
      <TableBody>
        {GROUPS.map((group) => (
          <Fragment key={group}>
            <tr className="bg-sunken">
              <th
                scope="colgroup"
                colSpan={columns.length + 1}
                className="h-8 px-3 text-left font-medium text-ink-muted text-xs"
              >
                {t(`groups.${group}`)}
              </th>
            </tr>
            {METRICS.filter((metric) => metric.group === group)
              .filter((metric) => metric.key !== "waiting" || report.total.waiting > 0)
              .map((metric) => (
                <MetricRow key={metric.key} metric={metric} columns={columns} />
              ))}
          </Fragment>
        ))}
      </TableBody>
    </Table>
  );
}

interface MetricRowProps {
  metric: Metric & { key: MetricKey };
  columns: readonly Column[];
}

function MetricRow({ metric, columns }: MetricRowProps) {
  const reasonName = useReasonName();
  const { key } = metric;
  const split = key === "notSent" || key === "failed" ? key : null;
  const reasons = split ? Object.keys(columns[0]?.figures.reasons[split] ?? {}) : [];
  return (
    <>
      <TableRow>
        <th scope="row" className="min-w-40 px-3 py-1.5 text-left align-top font-normal">
          <MetricName metric={metric} />
        </th>
        {columns.map((column) => (
          <Cell key={column.key} isNumeric className="min-w-36 align-top">
            <Value metric={metric} figures={column.figures} />
          </Cell>
        ))}
      </TableRow>
      {reasons.map((reason) => (
        <tr key={reason} className="text-ink-muted text-xs">
          <th scope="row" className="px-3 py-1 pl-8 text-left font-normal">
            {reasonName(reason)}
          </th>
          {columns.map((column) => (
            <Cell key={column.key} isNumeric className="py-1">
              <NumberText value={(split && column.figures.reasons[split][reason]) || 0} />
            </Cell>
          ))}
        </tr>
      ))}
    </>
  );
}

function Value({ metric, figures }: { metric: Metric; figures: Figures }) {
  const { value, base } = metric;
  if (value === "revenue" || value === "average") {
    return <MoneyValue value={value} figures={figures} />;
  }
  return (
    <>
      <NumberText value={figures[value]} className="block font-medium" />
      {base ? <Share value={figures[value]} figures={figures} base={base} /> : null}
    </>
  );
}

function Share({ value, figures, base }: { value: number; figures: Figures; base: Count }) {
  const t = useTranslations("reporting");
  const format = useFormatter();
  const size = figures[base];
  if (base === "tracked" || base === "delivered" || base === "sent" || base === "matched") {
    const share = size > 0 ? value / size : 0;
    return (
      <span className="block text-ink-muted text-xs">
        {t("of", {
          share: format.number(share, { style: "percent", maximumFractionDigits: 1 }),
          base: format.number(size),
          name: t(`bases.${base}`),
        })}
      </span>
    );
  }
  return null;
}

function MoneyValue({ value, figures }: { value: "revenue" | "average"; figures: Figures }) {
  const t = useTranslations("reporting");
  if (figures.revenue.length === 0) {
    return <span className="text-ink-muted">{t("from", { orders: 0 })}</span>;
  }
  return figures.revenue.map((money) => {
    const hundredths = value === "average" ? (averageOf(money) ?? 0) : money.hundredths;
    return (
      <span key={money.currency} className="block">
        <MoneyText
          minor={minorOf(hundredths, money.currency)}
          currency={money.currency}
          className="block font-medium"
        />
        <span className="block text-ink-muted text-xs">{t("from", { orders: money.orders })}</span>
      </span>
    );
  });
}
