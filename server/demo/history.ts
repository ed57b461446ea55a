import { addProducts, orderKey, recordOrders } from "../catalog";
import { type PersonDeclaration, recordConsentBatch } from "../consent";
import { bringPeople, type KnownPerson } from "../imports";
import type { Ctx } from "../kernel";
import { demoId } from "./ids";
import { totalOf } from "./orders.core";
import { DAY_MS } from "./people.core";
import type { Purpose, Shop, ShopDeclaration, ShopOrder, ShopPerson } from "./schemas";

/** What the shop's history is written with. */
export interface Ground {
  topics: Record<Purpose, string>;
  currency: string;
  /** Under which the shop's own system tells of its people. */
  sourceId: string;
}

/** An order with the person who placed it. */
export interface Placed {
  person: ShopPerson;
  order: ShopOrder;
}

const ORDERS_AT_ONCE = 2_000;

export const contactIdOf = (person: ShopPerson): string =>
  demoId(person.joinedAt, `person:${person.index}`);

const money = (cents: number) => (cents / 100).toFixed(2);

function asKnown(person: ShopPerson): KnownPerson {
  return {
    id: contactIdOf(person),
    email: person.email,
    external_id: person.number,
    first_name: person.firstName,
    last_name: person.lastName,
    phone: person.phone,
    locale: person.locale,
    time_zone: person.timeZone,
    attributes: { ...person.attributes },
  };
}

function evidenceOf({ action, basis, at }: ShopDeclaration): Record<string, string> {
  if (action === "withdraw") return {};
  if (basis === "existing_customer") {
    return { obtainedWithSale: "yes", similarGoods: "yes", noticeAtCollection: "yes" };
  }
  return { collectedFrom: "shop.ostwind.example", collectedOn: at.toISOString().slice(0, 10) };
}

/** Writes what the shop sells. */
export async function stockUp(ctx: Ctx, shop: Shop, ground: Ground): Promise<void> {
  await addProducts(
    ctx,
    shop.products.map(({ sku, name, description, category, price, stock }) => ({
      id: demoId(ctx.now, `product:${sku}`),
      sku,
      name,
      description,
      category,
      url: `https://shop.ostwind.example/${sku.toLowerCase()}`,
      image_url: "",
      price: money(price),
      currency: ground.currency,
      stock,
    })),
  );
}

/** Takes orders in, whenever they were placed. */
export async function bookOrders(ctx: Ctx, placed: readonly Placed[], ground: Ground) {
  for (let from = 0; from < placed.length; from += ORDERS_AT_ONCE) {
    const rows = placed.slice(from, from + ORDERS_AT_ONCE).map(({ person, order }) => ({
      key: orderKey({ externalId: order.number }),
      id: demoId(order.at, `order:${order.number}`),
      contactId: contactIdOf(person),
      externalId: order.number,
      orderedAt: order.at,
      total: money(totalOf(order)),
      currency: ground.currency,
      itemCount: order.lines.reduce((sum, line) => sum + line.quantity, 0),
      lines: order.lines.map(({ product, quantity }) => {
        const { sku, name, price } = product;
        return { sku, name, quantity, price: money(price) };
      }),
    }));
    await recordOrders(ctx, rows, { importId: null });
  }
}

/** What happened on one day. */
interface Day {
  joined: ShopPerson[];
  declared: { person: ShopPerson; declaration: ShopDeclaration }[];
}

function daysOf(people: readonly ShopPerson[]): [number, Day][] {
  const days = new Map<number, Day>();
  const on = (at: Date): Day => {
    const number = Math.floor(at.getTime() / DAY_MS);
    const day = days.get(number) ?? { joined: [], declared: [] };
    days.set(number, day);
    return day;
  };
  for (const person of people) {
    on(person.joinedAt).joined.push(person);
    for (const declaration of person.declarations) {
      on(declaration.at).declared.push({ person, declaration });
    }
  }
  return [...days].sort(([a], [b]) => a - b);
}

/** The first thing that happened on a day: then it is written down, so whoever orders is there before. */
function openingOf({ joined, declared }: Day): Date {
  const times = [
    ...joined.map((one) => one.joinedAt),
    ...declared.map((one) => one.declaration.at),
  ];
  return new Date(Math.min(...times.map((at) => at.getTime())));
}

async function writeDay(ctx: Ctx, day: Day, ground: Ground): Promise<void> {
  const source = { kind: "api", id: ground.sourceId } as const;
  await bringPeople(ctx, day.joined.map(asKnown), source);
  const declarations = [...day.declared]
    .sort((a, b) => a.declaration.at.getTime() - b.declaration.at.getTime())
    .map(({ person, declaration }): PersonDeclaration => {
      const { purpose, action, basis } = declaration;
      return {
        contactId: contactIdOf(person),
        topicId: ground.topics[purpose],
        action,
        basis: action === "withdraw" ? "none" : basis,
        source: action === "withdraw" ? "unsubscribe_page" : "form",
        sourceId: null,
        evidence: evidenceOf(declaration),
      };
    });
  await recordConsentBatch(ctx, declarations);
}

/**
 * Writes who came and what they declared, day by day with the clock of each day, through the verbs
 * that write it in real life. `upTo` is called before each day with that day's moment.
 */
export async function liveThrough(
  ctx: Ctx,
  given: { shop: Shop; ground: Ground; upTo: (at: Date) => Promise<void> },
): Promise<void> {
  for (const [, day] of daysOf(given.shop.people)) {
    const now = openingOf(day);
    await given.upTo(now);
    await writeDay({ ...ctx, now }, day, given.ground);
  }
}
