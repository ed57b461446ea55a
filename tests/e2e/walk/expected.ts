import { expect } from "@playwright/test";
import type { Arrived, Cast } from "./cast";
import { type Columns, type Facts, factOf } from "./facts";
import { type LinkName, meant, type Person, reached, SUBJECTS, skipped } from "./plan";
import type { Sale } from "./sales";
import type { Walk } from "./walk";

/** Which variant each person of the audience was given: 0 or 1, by address. */
export type Variants = ReadonlyMap<string, number>;

export async function askVariants({ db }: Walk): Promise<Variants> {
  const rows = await db.rows<{ email: string; position: number }>(
    `select c.email, v.position from messages m
       join contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
       join campaign_variants v on v.workspace_id = m.workspace_id and v.id = m.variant_id`,
  );
  return new Map(rows.map(({ email, position }) => [email, position]));
}

/** Everything that was planted. */
export interface Planted {
  cast: Cast;
  sales: readonly Sale[];
  variants: Variants;
}

function split(people: readonly { email: string }[], variants: Variants): Columns {
  const of = (position: number) =>
    people.filter(({ email }) => variants.get(email) === position).length;
  return [people.length, of(0), of(1)];
}

/** What the plan alone says of each figure that no kill can touch. */
export function plannedFigures({ cast, sales, variants }: Planted): Record<string, Columns> {
  const count = (people: readonly { email: string }[]) => split(people, variants);
  const credited = (credit: string) => sales.filter((sale) => sale.credit === credit);
  const paid = sales.filter(({ credit }) => credit !== "none");
  const sum = (of: readonly Sale[]) => of.reduce((all, { hundredths }) => all + hundredths, 0);
  const revenue = (position: number) =>
    sum(paid.filter(({ email }) => variants.get(email) === position));
  return {
    matched: count(meant),
    waiting: [0, 0, 0],
    notSent: count(skipped),
    "notSent.no_consent": count(skipped),
    failed: [0, 0, 0],
    opens: count(cast.openers),
    opensMachine: count([cast.proxied]),
    clicks: count(cast.clickers),
    clicksMachine: count([cast.robot, cast.prefetcher, cast.scanner]),
    unsubscribes: count([cast.leavesByPage, cast.leavesByMailProgram]),
    ordersAfterClick: count(credited("click")),
    ordersAfterReceipt: count(credited("receipt")),
    revenue: [sum(paid), revenue(0), revenue(1)],
  };
}

/** Who followed a link of the letter, by the plan. */
export function followersOf(cast: Cast, link: LinkName): { people: Person[]; machines: Person[] } {
  const { clickers, robot, prefetcher, scanner } = cast;
  const isText = link === "text";
  return {
    people: clickers.filter((_, index) => (isText ? index === 0 || index === 3 : index > 0)),
    machines: isText ? [prefetcher, scanner] : [robot, scanner],
  };
}

/**
 * SQL against the plan and the sink's own log: who was reached got one copy of their variant. What
 * was in the air at a kill is `unknown`, may have arrived, and is the only thing that may differ.
 */
export function expectFacts(facts: Facts, planted: Planted, arrived: Arrived): void {
  for (const [figure, planned] of Object.entries(plannedFigures(planted))) {
    expect(factOf(facts, figure), `${figure} by the plan`).toEqual(planned);
  }
  const { variants } = planted;
  const planned = split(reached, variants);
  const sent = factOf(facts, "sent");
  const unknown = factOf(facts, "unknown");
  expect(factOf(facts, "delivered")).toEqual(sent);
  const subjects = [null, ...SUBJECTS];
  for (const [column, subject] of subjects.entries()) {
    const mails = [...arrived.values()].filter((one) => !subject || one.subject === subject);
    const [least = 0, unclear = 0] = [sent[column], unknown[column]];
    expect(least + unclear, `sent and unclear of ${subject ?? "all"}`).toBe(planned[column]);
    expect(mails.length, `arrived of ${subject ?? "all"}`).toBeGreaterThanOrEqual(least);
    expect(mails.length, `arrived of ${subject ?? "all"}`).toBeLessThanOrEqual(least + unclear);
  }
  for (const [email, { subject }] of arrived) {
    expect(subject, `the variant of ${email}`).toBe(SUBJECTS[variants.get(email) ?? -1]);
  }
  const isReached = new Set(reached.map(({ email }) => email));
  expect([...arrived.keys()].filter((email) => !isReached.has(email))).toEqual([]);
}
