import type { Figures, Money } from "./schemas";

/** Messages of one variant that came to the same, put together. */
export interface OutcomeRow {
  variantId: string | null;
  state: string;
  reason: string | null;
  isTracked: boolean;
  /** Of accepted ones: start of the hour in milliseconds. */
  hour: number | null;
  messages: number;
  /** When the first and the last of them came to it, in milliseconds. */
  first: number | null;
  last: number | null;
}

/** Orders that count for a campaign, put together. */
export interface CreditRow {
  variantId: string | null;
  reason: "click" | "receipt";
  currency: string;
  /** Start of the hour in which they were placed, in milliseconds. */
  hour: number;
  orders: number;
  /** Their sum in hundredths. */
  hundredths: number;
}

/** Messages that were opened or clicked for the first time in one hour. */
interface TouchedRow {
  variantId: string | null;
  kind: "open" | "click";
  isHuman: boolean;
  hour: number;
  messages: number;
}

interface UnsubscribeRow {
  variantId: string | null;
  people: number;
}

/** All that is known of a campaign, as the database puts it together. */
export interface ReportRows {
  outcomes: readonly OutcomeRow[];
  touched: readonly TouchedRow[];
  credits: readonly CreditRow[];
  unsubscribes: readonly UnsubscribeRow[];
}

/** Only what belongs to one variant. */
export function rowsOf(
  rows: ReportRows,
  isMine: (variantId: string | null) => boolean,
): ReportRows {
  const mine = <Row extends { variantId: string | null }>(list: readonly Row[]) =>
    list.filter((row) => isMine(row.variantId));
  return {
    outcomes: mine(rows.outcomes),
    touched: mine(rows.touched),
    credits: mine(rows.credits),
    unsubscribes: mine(rows.unsubscribes),
  };
}

const NOT_SENT = ["skipped", "suppressed", "cancelled"];
const WAITING = ["queued", "claimed", "in_flight"];

function sumOf<Row>(rows: readonly Row[], count: (row: Row) => number): number {
  return rows.reduce((sum, row) => sum + count(row), 0);
}

function reasonsOf(rows: readonly OutcomeRow[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { reason, state, messages } of rows) {
    const name = reason ?? state;
    found[name] = (found[name] ?? 0) + messages;
  }
  return found;
}

function revenueOf(credits: readonly CreditRow[], currency: string): Money[] {
  const found = new Map<string, Money>();
  for (const row of credits) {
    const sum = found.get(row.currency) ?? { currency: row.currency, orders: 0, hundredths: 0 };
    sum.orders += row.orders;
    sum.hundredths += row.hundredths;
    found.set(row.currency, sum);
  }
  const rank = (money: Money) => (money.currency === currency ? "" : money.currency);
  return [...found.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** The figures of a campaign, or of one variant's rows; `currency` is the workspace's. */
export function figuresOf(rows: ReportRows, currency: string): Figures {
  const { outcomes, touched, credits } = rows;
  const inStates = (states: readonly string[]) =>
    outcomes.filter((row) => states.includes(row.state));
  const messages = (some: readonly { messages: number }[]) => sumOf(some, (row) => row.messages);
  const accepted = inStates(["accepted"]);
  const notSent = inStates(NOT_SENT);
  const failed = inStates(["failed"]);
  const touchedBy = (kind: string, isHuman: boolean) =>
    messages(touched.filter((row) => row.kind === kind && row.isHuman === isHuman));
  const orders = (reason: string) =>
    sumOf(
      credits.filter((row) => row.reason === reason),
      (row) => row.orders,
    );
  const sent = messages(accepted);
  return {
    matched: messages(outcomes),
    sent,
    // What bounces is not told to us yet: what a mail server took counts as delivered.
    delivered: sent,
    tracked: messages(accepted.filter((row) => row.isTracked)),
    waiting: messages(inStates(WAITING)),
    notSent: messages(notSent),
    failed: messages(failed),
    unknown: messages(inStates(["unknown"])),
    opens: touchedBy("open", true),
    opensMachine: touchedBy("open", false),
    clicks: touchedBy("click", true),
    clicksMachine: touchedBy("click", false),
    unsubscribes: sumOf(rows.unsubscribes, (row) => row.people),
    orders: sumOf(credits, (row) => row.orders),
    ordersAfterClick: orders("click"),
    ordersAfterReceipt: orders("receipt"),
    reasons: { notSent: reasonsOf(notSent), failed: reasonsOf(failed) },
    revenue: revenueOf(credits, currency),
  };
}

/** First and last moment at which a letter was accepted; null: none was. */
export function receivedSpan(outcomes: readonly OutcomeRow[]): { from: Date; to: Date } | null {
  const accepted = outcomes.filter((row) => row.state === "accepted");
  const moments = accepted.flatMap(({ first, last }) => [first, last]).filter((at) => at !== null);
  if (moments.length === 0) return null;
  return { from: new Date(Math.min(...moments)), to: new Date(Math.max(...moments)) };
}
