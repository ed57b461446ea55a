import type { Condition, SegmentRule } from "../segments";
import type { DemoLocale } from "./schemas";

function rule(conditions: Condition[]): SegmentRule {
  return {
    version: 1,
    moment: { kind: "now" },
    root: { id: "root", type: "group", match: "all", isNot: false, children: conditions },
  };
}

const ordered = (id: string, given: { days: number | null; times: number }): Condition => ({
  id,
  type: "orders",
  measure: "count",
  comparison: given.times === 0 ? "exactly" : "at_least",
  value: given.times,
  currency: null,
  window: given.days === null ? { kind: "ever" } : { kind: "last", days: given.days },
});

const NAMES: Record<DemoLocale, Record<"sleeping" | "regulars" | "curious" | "hamburg", string>> = {
  en: {
    sleeping: "Bought, but not for 90 days",
    regulars: "Regulars: three orders in a year",
    curious: "Newsletter, never ordered",
    hamburg: "Hamburg",
  },
  de: {
    sleeping: "Gekauft, aber seit 90 Tagen nicht",
    regulars: "Stammkundschaft: drei Bestellungen im Jahr",
    curious: "Newsletter, nie bestellt",
    hamburg: "Hamburg",
  },
};

/** The questions somebody in this shop would have saved. */
export function demoSegments(
  locale: DemoLocale,
  topics: { newsletter: string },
): { name: string; rule: SegmentRule }[] {
  const names = NAMES[locale];
  return [
    {
      name: names.sleeping,
      rule: rule([{ id: "last", type: "last_order", window: { kind: "earlier", days: 90 } }]),
    },
    { name: names.regulars, rule: rule([ordered("often", { days: 365, times: 3 })]) },
    {
      name: names.curious,
      rule: rule([
        { id: "news", type: "consent", topicId: topics.newsletter, is: "granted" },
        ordered("never", { days: null, times: 0 }),
      ]),
    },
    {
      name: names.hamburg,
      rule: rule([
        {
          id: "city",
          type: "attribute",
          field: "attributes.city",
          operator: "is",
          values: ["Hamburg"],
        },
      ]),
    },
  ];
}
