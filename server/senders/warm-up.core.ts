import { Temporal } from "temporal-polyfill";

/** A ramp: `first` letters on the first day, each day `growth` per cent more, until `target`. */
export interface WarmUpPlan {
  /** First day, ISO 8601, in the workspace's zone. */
  startOn: string;
  first: number;
  growth: number;
  /** From this many letters a day on, the domain is warm. */
  target: number;
}

/** Two figures are enough: nobody plans with 1,281 letters. */
function rounded(amount: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(amount)) - 1);
  return Math.round(amount / unit) * unit;
}

/** How many may leave on the n-th day (from 0); null when the ramp is over by then. */
function onDay({ first, growth, target }: WarmUpPlan, index: number): number | null {
  const amount = first * (1 + growth / 100) ** index;
  if (amount >= target) return null;
  return index === 0 ? first : rounded(amount);
}

/**
 * How many letters a domain may send on a day (ISO 8601, the workspace's zone); null: no limit any
 * more. Before its first day a plan allows what it allows on the first.
 */
export function warmUpLimit(plan: WarmUpPlan, day: string): number | null {
  const index = Temporal.PlainDate.from(plan.startOn).until(day, { largestUnit: "days" }).days;
  return onDay(plan, Math.max(0, index));
}

/** Every day of a plan with its limit, and the day from which on there is none. */
export function warmUpDays(plan: WarmUpPlan): {
  days: { day: string; limit: number }[];
  finishedOn: string;
} {
  const start = Temporal.PlainDate.from(plan.startOn);
  const days: { day: string; limit: number }[] = [];
  for (let index = 0; ; index += 1) {
    const day = start.add({ days: index }).toString();
    const limit = onDay(plan, index);
    if (limit === null) return { days, finishedOn: day };
    days.push({ day, limit });
  }
}
