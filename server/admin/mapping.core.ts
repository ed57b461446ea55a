/** Targets that only an order has: they tell what kind of file a short mapping is for. */
const ORDER_ONLY = ["orderId", "orderedAt", "total", "currency", "itemCount"];

function targetOf(text: string): Record<string, string> {
  return text.startsWith("attributes.")
    ? { to: "attribute", key: text.slice("attributes.".length) }
    : { to: text };
}

/** `{"header": "target"}` as a whole mapping; the kind follows from the targets. */
function fromPairs(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  const isOrders = pairs.some(([, target]) => ORDER_ONLY.includes(target));
  return {
    kind: isOrders ? "orders" : "people",
    columns: pairs.map(([column, target]) => ({ column, target: targetOf(target) })),
  };
}

function isFlat(value: unknown): value is Record<string, string> {
  return (
    value !== null &&
    typeof value === "object" &&
    !Array.isArray(value) &&
    Object.values(value).every((item) => typeof item === "string")
  );
}

/**
 * The text of `--mapping` (or of the file it names) as an import mapping: the whole JSON of
 * docs/import.md, a flat JSON object `{"header": "target"}`, or `header=target,header=target`.
 * Null when it is none of these; the import itself checks the content.
 */
export function parseMapping(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) {
    try {
      const value: unknown = JSON.parse(trimmed);
      return isFlat(value) ? fromPairs(Object.entries(value)) : value;
    } catch {
      return null;
    }
  }
  const pairs = trimmed.split(",").map((part) => part.split("=").map((side) => side.trim()));
  const isPairs = pairs.every((pair) => pair.length === 2 && pair.every(Boolean));
  return isPairs ? fromPairs(pairs.map(([a = "", b = ""]) => [a, b] as const)) : null;
}
