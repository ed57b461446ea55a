import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@playwright/test";
import { expectStep, proveConsent, toStep, upload } from "../support/journeys";
import { beginning } from "../support/words";
import type { Part } from "./chances";
import { insist } from "./patience";
import { type Order, orderFile, pastOrders, people, peopleFile } from "./plan";
import type { Walk } from "./walk";

/** About as long as one of these files takes, from its place in the queue to its end. */
const FILE_TAKES = 600;

/** Starts what stands on the summary and waits for its end, whatever dies meanwhile. */
async function runTo(walk: Walk, parts: readonly Part[]): Promise<void> {
  const { page, t, db, chances } = walk;
  const start = page.getByRole("button", { name: t("imports.wizard.start") });
  const done = page.getByRole("main").getByText(t("imports.state.done"), { exact: true });
  await expect(start).toBeEnabled();
  const isSo = () => done.first().isVisible();
  const press = async () => {
    // Also after a press whose answer was lost: then there is nothing left to press.
    if (await start.isEnabled({ timeout: 2_000 })) await start.click();
  };
  const drafts = "select count(*) from imports where state = 'draft'";
  const moment = async (chance: number) => {
    // From then on it is started.
    await expect.poll(() => db.count(drafts), { intervals: [10] }).toBe(0);
    await sleep(chance * FILE_TAKES);
  };
  await chances.during(parts, moment, () => insist(page, { what: "an import done", isSo, press }));
}

interface PeopleFile {
  name: string;
  consent: "letters" | "measured";
  parts: readonly Part[];
}

async function importPeople(walk: Walk, file: PeopleFile): Promise<void> {
  const { page, t, locale } = walk;
  const isFirst = file.consent === "measured";
  // Who agreed to nothing stands in the first file, with a no.
  const rows = people.filter(
    ({ consent }) => consent === file.consent || (isFirst && consent === "none"),
  );
  await upload(page, { name: file.name, content: peopleFile(locale, rows) });
  await expectStep(page, t("imports.step.preview"));
  await toStep(page, t("imports.step.mapping"));
  if (isFirst) await makeAttribute(walk, "Club");
  for (const step of ["checks", "policy", "consent"]) await toStep(page, t(`imports.step.${step}`));
  await proveConsent(page, isFirst ? "measuring" : undefined);
  await toStep(page, t("imports.step.summary"));
  await runTo(walk, file.parts);
}

/** A column that nothing is known about becomes an attribute of the same name. */
async function makeAttribute({ page, t }: Walk, column: string): Promise<void> {
  const goesTo = t("imports.mapping.goesTo", { name: () => column });
  const box = page.getByRole("combobox", { name: goesTo });
  await box.fill(column);
  await page
    .getByRole("option", {
      name: beginning(t("common.combobox.create", { name: () => column })),
    })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: t("imports.mapping.newAdd") }).click();
  await expect(box).toHaveValue(column);
}

/** Brings in two hundred people, each with what they agreed to. */
export async function bringPeople(walk: Walk): Promise<void> {
  await importPeople(walk, { name: "people.csv", consent: "measured", parts: ["worker"] });
  await importPeople(walk, { name: "more.csv", consent: "letters", parts: ["worker", "web"] });
  const { db } = walk;
  const stored = await db.rows<{ channel: string; n: number }>(
    `select t.channel, count(*)::int as n from consent_states s
       join topics t on t.workspace_id = s.workspace_id and t.id = s.topic_id
      where s.state = 'granted' group by 1 order by 1`,
  );
  const having = (...consents: string[]) =>
    people.filter(({ consent }) => consents.includes(consent)).length;
  expect(stored).toEqual([
    { channel: "email", n: having("letters", "measured") },
    { channel: "tracking", n: having("measured") },
  ]);
  expect(await db.count("select count(*) from contacts")).toBe(people.length);
}

/** Brings orders in by file; what the product says of them is checked against SQL. */
export async function bringOrders(
  walk: Walk,
  file: { name: string; orders: readonly Order[] },
  parts: readonly Part[],
): Promise<void> {
  const { page, t, locale, db } = walk;
  const before = await db.count("select count(*) from orders");
  const id = await upload(page, { name: file.name, content: orderFile(locale, file.orders) });
  await expectStep(page, t("imports.step.preview"));
  for (const step of ["mapping", "checks", "summary"]) {
    await toStep(page, t(`imports.step.${step}`));
  }
  await runTo(walk, parts);
  const made = await db.row<{ created: number; known: number; failed: number }>(
    `select orders_created as created, orders_known as known, rows_failed as failed
       from imports where id = $1`,
    [id],
  );
  const ids = new Set(file.orders.map((order) => order.id));
  const created = ids.size;
  expect(made).toEqual({ created, known: file.orders.length - created, failed: 0 });
  expect(await db.count("select count(*) from orders")).toBe(before + created);
  await expect(page.getByRole("main")).toContainText(t("imports.result.ordersCreated"));
}

export const bringPastOrders = (walk: Walk): Promise<void> =>
  bringOrders(walk, { name: "past-orders.csv", orders: pastOrders }, []);
