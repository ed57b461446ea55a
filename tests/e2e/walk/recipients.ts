import { expect, type Locator } from "@playwright/test";
import { choose } from "../support/story";
import type { Arrived } from "./cast";
import { type Facts, factOf } from "./facts";
import { numberIn, tableRows } from "./numbers";
import { skipped } from "./plan";
import type { Walk } from "./walk";

/** Names and values of the lists of figures on a page. */
export async function figuresOn(main: Locator): Promise<Map<string, string>> {
  const names = await main.getByRole("term").allInnerTexts();
  const values = await main.getByRole("definition").allInnerTexts();
  return new Map(names.map((name, index) => [name, values[index] ?? ""]));
}

/** The figures of the send above the report. */
export async function expectProgress(walk: Walk, facts: Facts): Promise<void> {
  const { page, t, locale } = walk;
  const shown = await figuresOn(page.getByRole("main"));
  for (const figure of ["sent", "waiting", "notSent", "failed", "unknown"]) {
    const text = shown.get(t(`campaigns.report.figures.${figure}`)) ?? "";
    expect(numberIn(text, locale), figure).toBe(factOf(facts, figure)[0]);
  }
}

interface Recipient {
  email: string;
  state: string;
  why: string;
}

async function recipientsOn(table: Locator): Promise<Recipient[]> {
  const [, ...rows] = await tableRows(table);
  return rows.map(([who = "", state = "", why = ""]) => {
    return { email: /\S+@\S+/.exec(who)?.[0] ?? "", state, why };
  });
}

/** The list of those in one state, page after page. */
async function listed({ page, t }: Walk, name: string): Promise<Recipient[]> {
  const state = t(`campaigns.report.states.${name}`);
  await choose(page, t("campaigns.report.filter"), state);
  const table = page.getByRole("table", { name: t("campaigns.report.recipients") });
  const next = page.getByRole("button", { name: t("common.next"), exact: true });
  const found: Recipient[] = [];
  let shown: Recipient[] = [];
  // What was there before stays, and says that it waits, until the answer has come.
  const isNew = async () => {
    if ((await page.locator("[aria-busy='true']").count()) > 0) return false;
    shown = await recipientsOn(table);
    const known = new Set(found.map(({ email }) => email));
    const isSo = (one: Recipient) => one.state === state && !known.has(one.email);
    return shown.length > 0 && shown.every(isSo);
  };
  for (;;) {
    await expect.poll(isNew, { message: `people who are “${state}”`, intervals: [50] }).toBe(true);
    found.push(...shown);
    if (!(await next.isVisible()) || (await next.isDisabled())) return found;
    await next.click();
  }
}

/** Who got it and who did not, and why: on the screen, in SQL, and by the sink. */
export async function expectRecipients(walk: Walk, arrived: Arrived, facts: Facts): Promise<void> {
  const { page, t, db } = walk;
  await page.getByRole("tab", { name: t("campaigns.report.recipients") }).click();
  const stored = async (state: string) => {
    const rows = await db.rows<{ email: string }>(
      `select c.email from messages m
         join contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
        where m.state = $1`,
      [state],
    );
    return rows.map(({ email }) => email).toSorted();
  };
  const got = (await listed(walk, "accepted")).map(({ email }) => email);
  expect(got.toSorted()).toEqual(await stored("accepted"));
  expect(got.filter((email) => !arrived.has(email))).toEqual([]);

  const notSent = await listed(walk, "skipped");
  const emails = notSent.map(({ email }) => email).toSorted();
  expect(emails).toEqual(await stored("skipped"));
  expect(emails).toEqual(skipped.map(({ email }) => email).toSorted());
  expect(emails.filter((email) => arrived.has(email))).toEqual([]);
  const why = new Set(notSent.map((one) => one.why));
  expect([...why]).toEqual([t("campaigns.report.reasons.no_consent")]);
  if (factOf(facts, "unknown")[0] === 0) expect(got.length).toBe(arrived.size);
}
