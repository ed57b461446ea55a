import { type Chance, chanceOf } from "./chance.core";
import { basketOf } from "./orders.core";
import type { ShopOrder, ShopPerson, ShopProduct } from "./schemas";

const HOUR_MS = 3_600_000;

/** What became of one letter of the past. `links` are places in the letter, 0 first. */
export interface Response {
  /** Refused by the mail server: there is no such mailbox. */
  isFailed: boolean;
  /** All after the letter was taken by the mail server. */
  opens: { at: Date; isMachine: boolean }[];
  clicks: { at: Date; link: number; isMachine: boolean }[];
  /** A gateway that tries every link as soon as the letter is there. */
  isScanned: boolean;
  unsubscribesBy: "list_unsubscribe" | "unsubscribe_page" | null;
  order: Omit<ShopOrder, "number"> | null;
}

const FAILS = 0.008;
const SCANNED = 0.012;
const PREFETCHED = 0.11;
const LEAVES = 0.004;
const BUYS_AFTER_CLICK = 0.24;
const BUYS_ANYWAY = 0.004;
/** Orders after it would not count for the letter. */
const LAST_ORDER_HOURS = 110;

const later = (at: Date, hours: number) => new Date(at.getTime() + Math.round(hours * HOUR_MS));

function clicksOf(
  person: ShopPerson,
  read: { letter: Letter; openedAt: Date },
  chance: Chance,
): Response["clicks"] {
  const { letter, openedAt } = read;
  if (!chance.happens((0.1 + 0.3 * person.eagerness) * letter.appeal)) return [];
  const count = chance.happens(0.25) ? 2 : 1;
  return Array.from({ length: count }, (_, index) => ({
    at: later(openedAt, 0.02 + index * 0.05 + chance.wait(0.05)),
    link: chance.happens(0.7) ? 0 : letter.links - 1,
    isMachine: false,
  }));
}

/** One letter as somebody received it. */
export interface Letter {
  acceptedAt: Date;
  /** How many links it has. */
  links: number;
  /** 1 is a plain letter; better ones are opened and clicked more. */
  appeal: number;
}

/**
 * What a made-up person does with a letter. The same seed and person give the same answer, whatever
 * the others do.
 */
export function respond(
  seed: number,
  person: ShopPerson,
  given: { letter: Letter; products: readonly ShopProduct[] },
): Response {
  const { letter, products } = given;
  const chance = chanceOf(seed * 100_003 + person.index * 7_919);
  const nothing: Response = {
    isFailed: false,
    opens: [],
    clicks: [],
    isScanned: false,
    unsubscribesBy: null,
    order: null,
  };
  if (chance.happens(FAILS)) return { ...nothing, isFailed: true };
  const { acceptedAt } = letter;
  const opens: Response["opens"] = [];
  if (chance.happens(PREFETCHED)) {
    opens.push({ at: later(acceptedAt, 0.01 + chance.wait(0.2)), isMachine: true });
  }
  const isScanned = chance.happens(SCANNED);
  const isOpened = chance.happens((0.16 + 0.5 * person.eagerness) * letter.appeal);
  const openedAt = later(acceptedAt, 0.05 + chance.wait(9));
  if (isOpened) opens.push({ at: openedAt, isMachine: false });
  const clicks = isOpened ? clicksOf(person, { letter, openedAt }, chance) : [];
  const buys = chance.happens(clicks.length > 0 ? BUYS_AFTER_CLICK : BUYS_ANYWAY);
  const from = clicks.at(-1)?.at ?? acceptedAt;
  const hours = 0.1 + chance.wait(16);
  const leaves = chance.happens(LEAVES);
  return {
    ...nothing,
    opens,
    clicks,
    isScanned,
    unsubscribesBy: leaves ? chance.pick(["list_unsubscribe", "unsubscribe_page"] as const) : null,
    order:
      buys && hours < LAST_ORDER_HOURS
        ? { at: later(from, hours), lines: basketOf(person, products, chance) }
        : null,
  };
}
