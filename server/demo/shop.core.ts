import { chanceOf } from "./chance.core";
import { placeOrders } from "./orders.core";
import { DAY_MS, makePeople } from "./people.core";
import type { DemoLocale, Shop, ShopProduct, ShopSize } from "./schemas";
import { ARTICLES, CATEGORIES } from "./words.core";

function makeProducts(locale: DemoLocale): ShopProduct[] {
  return ARTICLES.map(([sku, names, kind, price, stock]) => ({
    sku,
    name: names[locale],
    description: "",
    category: CATEGORIES[kind][locale],
    price,
    stock,
  }));
}

/**
 * A shop of made-up people with `size.days` days of history that end at `until`: who came when, what
 * they allow, what they bought. The same seed, moment, language and size give the same shop.
 */
export function makeShop(given: {
  seed: number;
  until: Date;
  locale: DemoLocale;
  size: ShopSize;
}): Shop {
  const { seed, until, locale, size } = given;
  const span = { from: new Date(until.getTime() - size.days * DAY_MS), until };
  const products = makeProducts(locale);
  const people = makePeople(
    { count: size.people, days: size.days, span, products },
    chanceOf(seed),
  );
  placeOrders(people, { span, products }, chanceOf(seed + 1));
  return { products, people };
}
