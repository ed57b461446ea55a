import type { Chance } from "./chance.core";
import type { ShopDeclaration, ShopPerson, ShopProduct } from "./schemas";
import { CITIES, FIRST_NAMES, LAST_NAMES } from "./words.core";

const ZONES = ["Europe/London", "America/New_York", "Europe/Athens", "Asia/Tokyo"];

export const DAY_MS = 86_400_000;

/** The time a shop's history covers. */
export interface Span {
  from: Date;
  until: Date;
}

const plain = (name: string) =>
  name
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/[^a-z]/g, "");

/** Some live elsewhere; the others' zone nobody asked for. Not by chance: that would change every shop. */
function zoneOf(index: number): string | null {
  return index % 20 === 7 ? (ZONES[Math.floor(index / 20) % ZONES.length] ?? null) : null;
}

/** More come every year, and more before Christmas than in summer. */
function joinDays(count: number, days: number, chance: Chance): number[] {
  const drawn: number[] = [];
  while (drawn.length < count) {
    const day = chance.unit() * days;
    const growth = 0.55 + (0.45 * day) / days;
    if (chance.happens(growth)) drawn.push(day);
  }
  return drawn.sort((a, b) => a - b);
}

/** A moment of that day at which people shop, so that nothing happens at four in the morning. */
function atDaytime(day: Date, chance: Chance): Date {
  const start = new Date(day);
  start.setUTCHours(chance.whole(7, 20), chance.whole(0, 59), chance.whole(0, 59), 0);
  return start;
}

/** Within the span, however late the day's draw was. */
export function clamp(at: Date, { from, until }: Span): Date {
  return new Date(Math.min(Math.max(at.getTime(), from.getTime()), until.getTime() - 60_000));
}

function birthday(chance: Chance): string {
  const year = chance.whole(1948, 2005);
  const month = String(chance.whole(1, 12)).padStart(2, "0");
  return `${year}-${month}-${String(chance.whole(1, 28)).padStart(2, "0")}`;
}

const JOINING = 0.74;
/** Of those who want the newsletter. */
const MEASURED = 0.62;
const OFFERS = 0.4;
/** Of those who said no at the till, but bought: they may be told of similar goods. */
const KNOWN_BUYER = 0.12;
/** Mean days until somebody has had enough. */
const STAYS = 2_600;

/** What somebody allows when they come, and what they take back later. */
function declare(joinedAt: Date, span: Span, chance: Chance): ShopDeclaration[] {
  const basis = "consent_double_opt_in";
  const made: ShopDeclaration[] = [];
  if (!chance.happens(JOINING)) {
    if (chance.happens(KNOWN_BUYER)) {
      made.push({
        purpose: "offers",
        action: "grant",
        basis: "existing_customer",
        at: joinedAt,
      });
    }
    return made;
  }
  made.push({ purpose: "newsletter", action: "grant", basis, at: joinedAt });
  if (chance.happens(MEASURED)) {
    made.push({ purpose: "tracking", action: "grant", basis, at: joinedAt });
  }
  if (chance.happens(OFFERS))
    made.push({ purpose: "offers", action: "grant", basis, at: joinedAt });
  for (const { purpose } of [...made]) {
    const at = new Date(joinedAt.getTime() + (2 + chance.wait(STAYS)) * DAY_MS);
    if (at < span.until) made.push({ purpose, action: "withdraw", basis, at });
  }
  return made;
}

/** People in the order in which they came, without their orders. */
export function makePeople(
  given: { count: number; days: number; span: Span; products: readonly ShopProduct[] },
  chance: Chance,
): ShopPerson[] {
  const { count, days, span, products } = given;
  const categories = [...new Set(products.map((product) => product.category))];
  const used = new Map<string, number>();
  return joinDays(count, days, chance).map((day, index) => {
    const [firstName, lastName] = [chance.pick(FIRST_NAMES), chance.pick(LAST_NAMES)];
    const stem = `${plain(firstName)}.${plain(lastName)}`;
    const times = (used.get(stem) ?? 0) + 1;
    used.set(stem, times);
    const joinedAt = clamp(atDaytime(new Date(span.from.getTime() + day * DAY_MS), chance), span);
    const favourite = chance.pick(categories);
    return {
      index,
      email: `${stem}${times > 1 ? times : ""}@mail.example`,
      number: `K-${10_001 + index}`,
      firstName,
      lastName,
      phone: chance.happens(0.15) ? `+4940${chance.whole(1_000_000, 9_999_999)}` : null,
      locale: chance.happens(0.88) ? "de" : "en",
      timeZone: zoneOf(index),
      attributes: {
        city: chance.weighted(CITIES),
        ...(chance.happens(0.6) ? { birthday: birthday(chance) } : {}),
        ...(chance.happens(0.8) ? { favourite } : {}),
        club: chance.happens(0.22),
      },
      joinedAt,
      declarations: declare(joinedAt, span, chance),
      orders: [],
      eagerness: Math.min(1, chance.gamma(2, 0.25)),
      favourite,
    };
  });
}
