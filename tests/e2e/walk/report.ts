import { expect, type Locator } from "@playwright/test";
import { parse } from "csv-parse/sync";
import type { Arrived } from "./cast";
import { expectFacts, followersOf, type Planted } from "./expected";
import { askFacts, askLinks, type Columns, type Facts, factOf, type LinkFact } from "./facts";
import { numberIn, numbersIn, tableRows } from "./numbers";
import { LINKS, type LinkName } from "./plan";
import type { Visited } from "./visits";
import type { Walk } from "./walk";

/** The figures in the order of the report, with what each is a share of. */
const BASES = {
  matched: null,
  sent: "matched",
  delivered: "sent",
  tracked: "delivered",
  notSent: "matched",
  failed: "matched",
  unknown: "matched",
  opens: "tracked",
  opensMachine: "tracked",
  clicks: "tracked",
  clicksMachine: "tracked",
  unsubscribes: "delivered",
  ordersAfterClick: "delivered",
  ordersAfterReceipt: "delivered",
} as const satisfies Record<string, string | null>;
type Figure = keyof typeof BASES;
const FIGURES = Object.keys(BASES) as Figure[];

const COLUMNS = [0, 1, 2] as const;

/** One look at the report: what is on the screen, in SQL and in the plan is the same. */
export async function expectReport(walk: Walk, id: string, seen: Seen): Promise<Facts> {
  const { page, t } = walk;
  const facts = await askFacts(walk, id);
  expectFacts(facts, seen.planted, seen.arrived);
  await page.goto(`/campaigns/${id}`);
  const table = page.getByRole("table", { name: t("reporting.figuresTable") });
  await expect(table).toBeVisible();
  const rows = await tableRows(table);
  expectCounts(walk, rows, facts);
  expectMoney(walk, rows, facts);
  await expectFile(walk, facts);
  await expectLinks(walk, id, seen);
  await expectOverTime(walk, facts);
  return facts;
}

interface Seen {
  planted: Planted;
  arrived: Arrived;
  visited: Visited;
}

type Rows = readonly string[][];

function rowOf(rows: Rows, name: string): string[] {
  const found = rows.filter(([head]) => head === name);
  expect(found.length, `rows called ${name}`).toBe(1);
  return found[0]?.slice(1) ?? [];
}

const nameOf = ({ t }: Walk, figure: string) => t(`reporting.metrics.${figure}.name`);

/** Each count with its share and its base, as the screen of this language writes them. */
function expectCounts(walk: Walk, rows: Rows, facts: Facts): void {
  const { locale, t } = walk;
  for (const figure of FIGURES) {
    const base = BASES[figure];
    const cells = rowOf(rows, nameOf(walk, figure));
    for (const column of COLUMNS) {
      const value = factOf(facts, figure)[column];
      const [first = "", second = ""] = (cells[column] ?? "").split("\n");
      const where = `${figure} in column ${column}`;
      expect(numberIn(first, locale), where).toBe(value);
      if (!base) continue;
      const size = factOf(facts, base)[column];
      const share = size > 0 ? Math.round((value / size) * 1_000) / 10 : 0;
      expect(numbersIn(second, locale), `${where}: ${second}`).toEqual([share, size]);
      expect(second).toContain(t(`reporting.bases.${base}`));
    }
  }
  const reasons = rowOf(rows, t("campaigns.report.reasons.no_consent"));
  const skipped = reasons.map((cell) => numberIn(cell, locale));
  expect(skipped, "skipped for lack of consent").toEqual(factOf(facts, "notSent.no_consent"));
}

/** Orders that count: those after a click and those after a receipt. */
function ordersOf(facts: Facts, column: (typeof COLUMNS)[number]): number {
  return factOf(facts, "ordersAfterClick")[column] + factOf(facts, "ordersAfterReceipt")[column];
}

const average = (revenue: number, orders: number) => Math.round(revenue / orders) / 100;

function expectMoney(walk: Walk, rows: Rows, facts: Facts): void {
  const { locale } = walk;
  const revenues = rowOf(rows, nameOf(walk, "revenue"));
  const averages = rowOf(rows, nameOf(walk, "average"));
  for (const column of COLUMNS) {
    const orders = ordersOf(facts, column);
    const revenue = factOf(facts, "revenue")[column];
    const shown = numbersIn(revenues[column] ?? "", locale);
    const mean = numbersIn(averages[column] ?? "", locale);
    expect(shown, `revenue in column ${column}`).toEqual(
      orders > 0 ? [revenue / 100, orders] : [0],
    );
    expect(mean, `average in column ${column}`).toEqual(
      orders > 0 ? [average(revenue, orders), orders] : [0],
    );
  }
}

/** One table of the report as the file that its link leads to. */
async function fileOf({ page, t }: Walk, table: string): Promise<string[][]> {
  const link = page.getByRole("link", { name: t("reporting.csvOf", { table: t(table) }) });
  const response = await page.request.get((await link.getAttribute("href")) ?? "");
  return parse(await response.text(), { bom: true });
}

async function expectFile(walk: Walk, facts: Facts): Promise<void> {
  const { t } = walk;
  const [, ...lines] = await fileOf(walk, "reporting.figures");
  const columns = [
    t("reporting.total"),
    ...["A", "B"].map((letter) => t("reporting.variant", { letter })),
  ];
  const read = (figure: string, reason = "") =>
    columns.map((column) => {
      const found = lines.filter(
        ([variant, name, why]) => variant === column && name === figure && why === reason,
      );
      return Number(found[0]?.[3] ?? 0);
    });
  for (const figure of FIGURES) {
    expect(read(nameOf(walk, figure)), `${figure} in the file`).toEqual(factOf(facts, figure));
  }
  const reason = t("campaigns.report.reasons.no_consent");
  expect(read(nameOf(walk, "notSent"), reason)).toEqual(factOf(facts, "notSent.no_consent"));
  const hundredths = factOf(facts, "revenue");
  expect(read(nameOf(walk, "revenue"))).toEqual(hundredths.map((sum) => sum / 100));
  expect(read(nameOf(walk, "average"))).toEqual(
    COLUMNS.map((column) => {
      const orders = ordersOf(facts, column);
      return orders > 0 ? average(hundredths[column], orders) : 0;
    }),
  );
}

/** Who followed which link: on the screen, in the file, in SQL and by the plan. */
async function expectLinks(walk: Walk, id: string, { planted, visited }: Seen): Promise<void> {
  const { page, t, locale } = walk;
  const asked = await askLinks(walk, id);
  const variant = (position: number) =>
    t("reporting.variant", { letter: position === 0 ? "A" : "B" });
  const cellsOf = ({ label, url, ...fact }: LinkFact) => {
    const { people, machines, anonymous } = fact;
    return [variant(fact.variant), label, url, people, machines, anonymous];
  };
  const table = page.getByRole("table", { name: t("reporting.links.table") });
  const [, ...rows] = await tableRows(table);
  const shown = rows.map(([name = "", link = "", ...counts]) => {
    return [name, ...link.split(/\n+/), ...counts.map((text) => numberIn(text, locale))];
  });
  expect(shown).toEqual(asked.map(cellsOf));
  const [, ...lines] = await fileOf(walk, "reporting.links.title");
  const filed = lines.map(([name, label, url, ...counts]) => {
    return [name, label, url, ...counts.slice(0, 3).map(Number)];
  });
  expect(filed).toEqual(shown);

  const links = Object.entries(LINKS) as [LinkName, (typeof LINKS)[LinkName]][];
  for (const [name, { url }] of links) {
    const { people, machines } = followersOf(planted.cast, name);
    for (const position of [0, 1]) {
      const given = ({ email }: { email: string }) => planted.variants.get(email) === position;
      expect(asked.find((one) => one.url === url && one.variant === position)).toMatchObject({
        people: people.filter(given).length,
        machines: machines.filter(given).length,
      });
    }
  }
  // Nobody is known who could be counted once: a click whose answer was lost may stand here twice.
  const anonymous = asked.reduce((sum, one) => sum + one.anonymous, 0);
  expect(anonymous).toBeGreaterThanOrEqual(1);
  expect(anonymous).toBeLessThanOrEqual(1 + visited.unanswered);
}

/** Hours add up to the figures. */
async function expectOverTime(walk: Walk, facts: Facts): Promise<void> {
  const { page, t, locale } = walk;
  await page.getByRole("button", { name: t("reporting.time.table"), exact: true }).click();
  const table: Locator = page.getByRole("table", { name: t("reporting.time.timeTable") });
  const [, ...rows] = await tableRows(table);
  const sums = [1, 2, 3, 4].map((column) =>
    rows.reduce((sum, cells) => sum + numberIn(cells[column] ?? "", locale), 0),
  );
  const all = (figure: string): Columns[0] => factOf(facts, figure)[0];
  expect(sums).toEqual([all("sent"), all("opens"), all("clicks"), ordersOf(facts, 0)]);
}
