import { Temporal } from "temporal-polyfill";
import {
  averageOf,
  type Bucket,
  type Count,
  type Figures,
  MEASURES,
  METRICS,
  type Metric,
  type Money,
  type ReportPart,
} from "./schemas";

/** What the file takes from a report. */
interface Reported {
  total: Figures;
  variants: readonly { position: number | null; figures: Figures }[];
  /** IANA. */
  timeZone: string;
  hours: readonly Bucket[];
  days: readonly Bucket[];
  links: readonly {
    variant: number | null;
    label: string;
    url: string;
    clicked: { human: number; machine: number };
    anonymous: { human: number; machine: number };
  }[];
}

/** The reader's language: a column's head, a figure's name, a reason, a variant. */
export interface ReportWords {
  column: (name: string) => string;
  metric: (key: string) => string;
  reason: (name: string) => string;
  variant: (position: number | null) => string;
  total: string;
}

type Line = string[];

const amount = (hundredths: number) => (hundredths / 100).toFixed(2);

function share(value: number, base: number): string {
  return base > 0 ? (value / base).toFixed(4) : "";
}

/** Base and share of a count, or three empty cells. */
function ofBase(
  value: number,
  base: Count | null,
  given: { figures: Figures; words: ReportWords },
) {
  if (!base) return ["", "", ""];
  const size = given.figures[base];
  return [given.words.metric(base), String(size), share(value, size)];
}

function moneyLines(metric: Metric, revenue: readonly Money[], words: ReportWords): Line[] {
  return revenue.map((money) => {
    const value = metric.value === "average" ? averageOf(money) : money.hundredths;
    const name = words.metric(metric.key);
    const base = [words.metric("orders"), String(money.orders), ""];
    return [name, "", value === null ? "" : amount(value), money.currency, ...base];
  });
}

function metricLines(metric: Metric, figures: Figures, words: ReportWords): Line[] {
  const { key, value } = metric;
  if (value === "revenue" || value === "average") {
    return moneyLines(metric, figures.revenue, words);
  }
  const line = (count: number, reason: string) => [
    words.metric(key),
    reason,
    String(count),
    "",
    ...ofBase(count, metric.base, { figures, words }),
  ];
  const reasons = value === "notSent" || value === "failed" ? figures.reasons[value] : {};
  const because = Object.entries(reasons).map(([name, count]) => line(count, words.reason(name)));
  return [line(figures[value], ""), ...because];
}

function figureLines({ total, variants }: Reported, words: ReportWords): Line[] {
  const parts = [
    { name: words.total, figures: total },
    ...variants.map(({ position, figures }) => ({ name: words.variant(position), figures })),
  ];
  const heads = ["variant", "figure", "reason", "value", "currency", "base", "baseValue", "share"];
  return [
    heads.map(words.column),
    ...parts.flatMap(({ name, figures }) =>
      METRICS.flatMap((metric) => metricLines(metric, figures, words)).map((line) => [
        name,
        ...line,
      ]),
    ),
  ];
}

/** A day as the workspace's calendar has it; an hour with its distance from UTC. */
function beginOf(at: Date, timeZone: string, isDay: boolean): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(at.getTime());
  const zoned = instant.toZonedDateTimeISO(timeZone);
  return isDay ? zoned.toPlainDate().toString() : instant.toString({ timeZone });
}

function bucketLines(report: Reported, part: "hours" | "days", words: ReportWords): Line[] {
  return [
    [words.column("from"), ...MEASURES.map((measure) => words.metric(measure))],
    ...report[part].map((one) => [
      beginOf(one.at, report.timeZone, part === "days"),
      ...MEASURES.map((name) => String(one[name])),
    ]),
  ];
}

function linkLines({ links }: Reported, words: ReportWords): Line[] {
  const heads = ["variant", "label", "url", "people", "machines", "anonymous", "anonymousMachines"];
  return [
    heads.map(words.column),
    ...links.map(({ variant, label, url, clicked, anonymous }) => [
      words.variant(variant),
      label,
      url,
      ...[clicked.human, clicked.machine, anonymous.human, anonymous.machine].map(String),
    ]),
  ];
}

/** One table of a report as lines of cells, the first of them its head; days and hours are the workspace's. */
export function reportTable(report: Reported, part: ReportPart, words: ReportWords): Line[] {
  if (part === "figures") return figureLines(report, words);
  if (part === "links") return linkLines(report, words);
  return bucketLines(report, part, words);
}
