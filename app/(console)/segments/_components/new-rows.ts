import type { Condition, RuleNode } from "@/server/segments/schemas";
import type { BuilderChoices } from "./choices";

/** What can be added to a group. Rows that nothing can fill yet are not offered. */
export const ROW_KINDS = [
  "attribute",
  "orders",
  "total",
  "lastOrder",
  "consent",
  "messages",
  "group",
] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export function offeredKinds(choices: BuilderChoices): RowKind[] {
  return ROW_KINDS.filter((kind) => kind !== "consent" || choices.topics.length > 0);
}

/** A new row that can be asked as it is, wherever there is something to begin with. */
export function newRow(kind: RowKind, id: string, choices: BuilderChoices): RuleNode {
  const window = { kind: "ever" } as const;
  const counted = { comparison: "at_least", value: 1, window } as const;
  switch (kind) {
    case "attribute": {
      const [first] = choices.attributes;
      const field = first?.type === "text" ? `attributes.${first.key}` : "locale";
      return { id, type: "attribute", field, operator: "is", values: [] };
    }
    case "orders":
      return { id, type: "orders", measure: "count", currency: null, ...counted };
    case "total": {
      const currency = choices.currencies[0] ?? null;
      return { id, type: "orders", measure: "total", currency, ...counted, value: 100 };
    }
    case "lastOrder":
      return { id, type: "last_order", window: { kind: "last", days: 90 } };
    case "consent":
      return {
        id,
        type: "consent",
        topicId: choices.topics[0]?.id ?? "",
        is: "granted",
      } as Condition;
    case "messages":
      return { id, type: "messages", did: "received", campaignId: null, ...counted };
    case "group":
      return { id, type: "group", match: "any", isNot: false, children: [] };
    default: {
      const never: never = kind;
      return never;
    }
  }
}
