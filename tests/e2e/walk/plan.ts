import type { Locale } from "@/app/_i18n/locales";

/** A person of the walk: what their row in the file says. */
export interface Person {
  email: string;
  first: string;
  last: string;
  number: string;
  club: string;
  /** Agreed to the newsletter, and to being measured as well. */
  consent: "none" | "letters" | "measured";
}

/** An order as a shop would list it; money in hundredths. */
export interface Order {
  id: string;
  email: string;
  at: Date;
  hundredths: number;
}

export const CLUB = "Gold";
const PEOPLE = 200;
// Of each twenty people, those who agreed to nothing and those who agreed to letters alone.
const SILENT = [7, 13, 19];
const UNMEASURED = [4, 14];

function consentOf(index: number): Person["consent"] {
  if (SILENT.includes(index % 20)) return "none";
  return UNMEASURED.includes(index % 20) ? "letters" : "measured";
}

export const people: readonly Person[] = Array.from({ length: PEOPLE }, (_, index) => ({
  email: `person${index}@mail.example`,
  first: ["Anna", "Bjørn", "Çelik", "Dörte"][index % 4] ?? "",
  last: `Müller-${index}`,
  number: `K-${index}`,
  club: index % 4 === 3 ? "Silber" : CLUB,
  consent: consentOf(index),
}));

const hasOrdered = (_: Person, index: number) => index % 5 !== 0;
const DAY = 86_400_000;

/** Orders of last year, by four of five people: too old to count for any letter. */
export const pastOrders: readonly Order[] = people.filter(hasOrdered).map(({ email }, index) => ({
  id: `P-${index}`,
  email,
  at: new Date(Date.UTC(2025, 4, 1, 12) + (index % 90) * DAY),
  hundredths: 1_000 + index * 37,
}));

/** Whom the segment means: members of the club who have ordered. */
export const meant = people.filter(hasOrdered).filter(({ club }) => club === CLUB);
export const reached = meant.filter(({ consent }) => consent !== "none");
export const skipped = meant.filter(({ consent }) => consent === "none");

/** How a language writes files: what parts cells, columns' names, numbers, days, yes and no. */
const WRITING = {
  en: {
    delimiter: ",",
    people: ["email", "first_name", "last_name", "customer_number", "Club", "newsletter"],
    orders: ["order_id", "email", "order_date", "amount"],
    amount: (hundredths: number) => (hundredths / 100).toFixed(2),
    moment: (at: Date) => at.toISOString(),
    yes: "yes",
    no: "no",
  },
  de: {
    delimiter: ";",
    people: ["E-Mail", "Vorname", "Nachname", "Kundennummer", "Club", "Einwilligung"],
    orders: ["Bestellnummer", "E-Mail", "Bestelldatum", "Betrag"],
    amount: (hundredths: number) =>
      (hundredths / 100).toLocaleString("de-DE", { minimumFractionDigits: 2 }),
    moment: germanMoment,
    yes: "ja",
    no: "nein",
  },
} as const satisfies Record<Locale, object>;

// The workspace's zone, as a shop in it would write.
function germanMoment(at: Date): string {
  const parts = new Intl.DateTimeFormat("de-DE", {
    timeZone: "Europe/Berlin",
    ...({ day: "2-digit", month: "2-digit", year: "numeric" } as const),
    ...({ hour: "2-digit", minute: "2-digit", second: "2-digit" } as const),
  });
  return parts.format(at).replace(",", "");
}

/** A file of people; its last column says who agreed. */
export function peopleFile(locale: Locale, rows: readonly Person[]): string {
  const { delimiter, people: head, yes, no } = WRITING[locale];
  const lines = rows.map(({ email, first, last, number, club, consent }) => [
    ...[email, first, last, number, club],
    consent === "none" ? no : yes,
  ]);
  return [head, ...lines].map((cells) => cells.join(delimiter)).join("\r\n");
}

export function orderFile(locale: Locale, rows: readonly Order[]): string {
  const { delimiter, orders: head, amount, moment } = WRITING[locale];
  const lines = rows.map(({ id, email, at, hundredths }) => [
    ...[id, email, moment(at)],
    amount(hundredths),
  ]);
  return [head, ...lines].map((cells) => cells.join(delimiter)).join("\r\n");
}

/** The two links of the letter. */
export const LINKS = {
  button: { label: "Look", url: "https://shop.nord.example/new?from=letter&x=1" },
  text: { label: "more", url: "https://nord.example/about" },
} as const;
export type LinkName = keyof typeof LINKS;

export const SUBJECTS = ["First sails", "New for you"] as const;
