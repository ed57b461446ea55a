import { z } from "zod";

export const ReportInput = z.object({ id: z.uuid() });

/** The tables of a report that there are as files. */
export const ReportPart = z.enum(["figures", "hours", "days", "links"]);
export type ReportPart = z.infer<typeof ReportPart>;

/** Orders of one currency and their sum, in hundredths. Currencies are never added up. */
export interface Money {
  currency: string;
  orders: number;
  hundredths: number;
}

/** Everything that is counted of a campaign or one of its variants. */
export const COUNTS = [
  "matched",
  "sent",
  "delivered",
  "tracked",
  "waiting",
  "notSent",
  "failed",
  "unknown",
  "opens",
  "opensMachine",
  "clicks",
  "clicksMachine",
  "unsubscribes",
  "orders",
  "ordersAfterClick",
  "ordersAfterReceipt",
] as const;
export type Count = (typeof COUNTS)[number];

export interface Figures extends Record<Count, number> {
  /** Why messages were not sent, and why they failed: each adds up to its count. */
  reasons: { notSent: Record<string, number>; failed: Record<string, number> };
  /** Of the orders that count; the workspace's currency first. */
  revenue: Money[];
}

/**
 * One figure of the report: the one list that the screen, the file and the definitions are made of. Its
 * name and its formula in words are `reporting.metrics.<key>`.
 */
export interface Metric {
  key: string;
  group: "delivery" | "attention" | "result";
  /** `actionable`: something can be decided by it. `vanity`: good to know, easily misread. */
  kind: "actionable" | "vanity";
  /** What it is a share of, or the mean over; null: a number for itself. */
  base: Count | null;
  /** What it is: a count, or money in one of two ways. */
  value: Count | "revenue" | "average";
}

export const METRICS = [
  { key: "matched", group: "delivery", kind: "vanity", base: null, value: "matched" },
  { key: "sent", group: "delivery", kind: "vanity", base: "matched", value: "sent" },
  { key: "delivered", group: "delivery", kind: "actionable", base: "sent", value: "delivered" },
  { key: "tracked", group: "delivery", kind: "vanity", base: "delivered", value: "tracked" },
  { key: "waiting", group: "delivery", kind: "vanity", base: "matched", value: "waiting" },
  { key: "notSent", group: "delivery", kind: "actionable", base: "matched", value: "notSent" },
  { key: "failed", group: "delivery", kind: "actionable", base: "matched", value: "failed" },
  { key: "unknown", group: "delivery", kind: "actionable", base: "matched", value: "unknown" },
  { key: "opens", group: "attention", kind: "vanity", base: "tracked", value: "opens" },
  {
    key: "opensMachine",
    group: "attention",
    kind: "vanity",
    base: "tracked",
    value: "opensMachine",
  },
  { key: "clicks", group: "attention", kind: "actionable", base: "tracked", value: "clicks" },
  {
    key: "clicksMachine",
    group: "attention",
    kind: "vanity",
    base: "tracked",
    value: "clicksMachine",
  },
  {
    key: "unsubscribes",
    group: "attention",
    kind: "actionable",
    base: "delivered",
    value: "unsubscribes",
  },
  {
    key: "ordersAfterClick",
    group: "result",
    kind: "actionable",
    base: "delivered",
    value: "ordersAfterClick",
  },
  {
    key: "ordersAfterReceipt",
    group: "result",
    kind: "vanity",
    base: "delivered",
    value: "ordersAfterReceipt",
  },
  { key: "revenue", group: "result", kind: "actionable", base: "orders", value: "revenue" },
  { key: "average", group: "result", kind: "actionable", base: "orders", value: "average" },
] as const satisfies readonly Metric[];
export type MetricKey = (typeof METRICS)[number]["key"];

/** What is drawn over time. */
export const MEASURES = ["sent", "opens", "clicks", "orders"] as const;
export type Measure = (typeof MEASURES)[number];

/** What happened in an hour or on a day. */
export interface Bucket extends Record<Measure, number> {
  /** Its start. */
  at: Date;
}

/** A to D; null: messages of no variant that there still is. */
export interface VariantFigures {
  position: number | null;
  figures: Figures;
}

/** The mean of some orders, in hundredths; null without any. */
export function averageOf({ orders, hundredths }: Money): number | null {
  return orders > 0 ? Math.round(hundredths / orders) : null;
}
