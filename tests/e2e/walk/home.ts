import { expect } from "@playwright/test";
import { Client } from "pg";
import { databaseAddress } from "../../support/product";
import { type Facts, factOf } from "./facts";
import { numberIn } from "./numbers";
import { figuresOn } from "./recipients";
import type { Walk } from "./walk";

/** The one thing a walk does behind the product's back: it cannot wait for hours to pass. */
async function letHoursPass({ product }: Walk): Promise<void> {
  const client = new Client({ connectionString: databaseAddress(product) });
  await client.connect();
  try {
    await client.query("update memberships set seen_home_at = seen_home_at - interval '2 hours'");
  } finally {
    await client.end();
  }
}

/** Home tells who comes back what has happened meanwhile. */
export async function expectSinceVisit(walk: Walk, facts: Facts): Promise<void> {
  const { page, t, locale } = walk;
  await letHoursPass(walk);
  await page.goto("/");
  await expect(page.getByRole("heading", { name: t("home.since.title") })).toBeVisible();
  const shown = await figuresOn(page.getByRole("main"));
  const of = (name: string) => numberIn(shown.get(t(`home.since.${name}`)) ?? "", locale);
  const orders = factOf(facts, "ordersAfterClick")[0] + factOf(facts, "ordersAfterReceipt")[0];
  expect({
    started: of("started"),
    finished: of("finished"),
    orders: of("orders"),
    revenue: of("revenue"),
    unsubscribes: of("unsubscribes"),
  }).toEqual({
    started: 1,
    finished: 1,
    orders,
    revenue: factOf(facts, "revenue")[0] / 100,
    unsubscribes: factOf(facts, "unsubscribes")[0],
  });
}
