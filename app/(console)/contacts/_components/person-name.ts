interface Named {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  externalId: string | null;
}

/** How a person is called: by name, else by address, else by customer number. */
export function nameOf(person: Named): string {
  const name = [person.firstName, person.lastName].filter(Boolean).join(" ");
  return name || person.email || person.externalId || "–";
}

/** Hundredths (as orders are stored) in the minor unit of a currency: yen have none. */
export function minorOf(hundredths: number, currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return Math.round((hundredths / 100) * 10 ** digits);
}
