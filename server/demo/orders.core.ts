import type { Chance } from "./chance.core";
import { clamp, DAY_MS, type Span } from "./people.core";
import type { ShopOrder, ShopPerson, ShopProduct } from "./schemas";

/** Share of people who buy when they come, and of the others who do so later. */
const BUYS_AT_ONCE = 0.66;
const BUYS_LATER = 0.35;

/** How much more is bought in a month than on average; January first. */
const SEASON = [0.9, 0.85, 0.95, 0.95, 0.9, 0.8, 0.75, 0.8, 0.95, 1.05, 1.4, 1.7];
const PEAK = Math.max(...SEASON);

const isKept = (at: Date, chance: Chance) => chance.happens((SEASON[at.getUTCMonth()] ?? 1) / PEAK);

/** One to four articles, most of them of the kind the person likes. */
export function basketOf(
  person: Pick<ShopPerson, "favourite">,
  products: readonly ShopProduct[],
  chance: Chance,
): ShopOrder["lines"] {
  const liked = products.filter((product) => product.category === person.favourite);
  const size = chance.weighted([
    [1, 38],
    [2, 34],
    [3, 19],
    [4, 9],
  ]);
  const chosen = new Map<string, ShopOrder["lines"][number]>();
  for (let left = size; left > 0; left -= 1) {
    const product = chance.pick(chance.happens(0.65) ? liked : products);
    const quantity = chance.happens(0.2) ? 2 : 1;
    chosen.set(product.sku, { product, quantity });
  }
  return [...chosen.values()];
}

/** What an order costs, in cents. */
export function totalOf(order: Pick<ShopOrder, "lines">): number {
  return order.lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
}

/**
 * When somebody buys: at their own pace, until they stop coming, which may happen after each order.
 * The model of Fader, Hardie and Lee (2005, "Counting Your Customers the Easy Way", BG/NBD): pace
 * gamma-distributed over people, stopping geometric.
 */
function momentsOf(person: ShopPerson, span: Span, chance: Chance): Date[] {
  const pace = chance.gamma(1.1, 1 / 75);
  const stops = 0.06 + 0.28 * chance.unit();
  const moments: Date[] = [];
  let at = person.joinedAt.getTime();
  if (chance.happens(BUYS_AT_ONCE)) {
    moments.push(new Date(at + chance.whole(2, 40) * 60_000));
  } else if (!chance.happens(BUYS_LATER)) return [];
  while (!(moments.length > 0 && chance.happens(stops))) {
    at += chance.wait(1 / pace) * DAY_MS;
    if (at >= span.until.getTime()) break;
    const moment = new Date(at);
    if (isKept(moment, chance)) moments.push(moment);
  }
  return moments.map((moment) => clamp(moment, span));
}

/** Gives everybody their orders, numbered in the order of their moments. */
export function placeOrders(
  people: readonly ShopPerson[],
  given: { span: Span; products: readonly ShopProduct[] },
  chance: Chance,
): void {
  const placed = people.flatMap((person) =>
    momentsOf(person, given.span, chance).map((at) => ({
      person,
      at,
      lines: basketOf(person, given.products, chance),
    })),
  );
  placed.sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const [index, { person, at, lines }] of placed.entries()) {
    person.orders.push({ number: `B-${100_001 + index}`, at, lines });
  }
}
