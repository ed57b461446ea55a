import { expect } from "@playwright/test";
import { createKey, sendOrders } from "../support/shop";
import type { Cast } from "./cast";
import { bringOrders } from "./imports";
import { again } from "./patience";
import { type Order, type Person, skipped } from "./plan";
import type { Walk } from "./walk";

/** For what an order counts, as the plan says. */
type Credit = "click" | "receipt" | "none";

export interface Sale extends Order {
  credit: Credit;
  person: Person;
}

const DAY = 86_400_000;

/** What is bought around the send, and for what each order counts. */
function salesOf(cast: Cast, now: Date): Sale[] {
  const { openers, clickers, quiet } = cast;
  const nobody = skipped[0];
  const [c0, , c2, c3] = clickers;
  const [o0, o1] = openers;
  if (!nobody || !c0 || !c2 || !c3 || !o0 || !o1) throw new Error("The cast is too small.");
  const sale = (person: Person, hundredths: number, credit: Credit) => ({
    ...{ person, hundredths, credit },
    email: person.email,
    at: now,
  });
  const sales = [
    sale(c0, 123_456, "click"),
    sale(c2, 5_000, "click"),
    sale(c3, 1_990, "click"),
    sale(c3, 3_010, "click"),
    // They got the letter and followed nothing that anybody could see.
    sale(o0, 4_000, "receipt"),
    sale(quiet[0], 2_500, "receipt"),
    sale(quiet[1], 999, "receipt"),
    sale(cast.unmeasuredClicker, 1_001, "receipt"),
    // A machine's click is none.
    sale(cast.robot, 1_500, "receipt"),
    // Before the send, and of somebody who got nothing.
    { ...sale(o1, 7_700, "none"), at: new Date(now.getTime() - DAY) },
    sale(nobody, 8_800, "none"),
  ];
  return sales.map((one, index) => ({ ...one, id: `N-${index}` }));
}

/** The next full second, as files write moments: after all that has happened until now. */
const nextSecond = () => new Date(Math.ceil((Date.now() + 1) / 1_000) * 1_000);

/** Orders come in by file, one of them twice, and one from the shop itself. */
export async function sell(walk: Walk, cast: Cast): Promise<Sale[]> {
  const { db, product } = walk;
  const now = nextSecond();
  const sales = salesOf(cast, now);
  const [again1] = sales;
  const person = cast.clickers[1];
  if (!again1 || !person) throw new Error("There is nothing to sell.");
  await bringOrders(walk, { name: "new-orders.csv", orders: [...sales, again1] }, []);

  const key = await createKey(walk.page, "Web shop");
  const posted: Sale = {
    ...{ id: "S-1", email: person.email, at: now, hundredths: 6_000, credit: "click", person },
  };
  const order = {
    id: posted.id,
    ordered_at: now.toISOString(),
    currency: "EUR",
    total: posted.hundredths / 100,
    customer: { email: posted.email },
  };
  // The shop lost the answer and sends the same again.
  for (const _ of ["sent", "sent again"]) await again(() => sendOrders(key, [order], product));
  expect(await db.count("select count(*) from orders where ordered_at >= $1", [now])).toBe(
    sales.filter(({ at }) => at >= now).length + 1,
  );
  return [...sales, posted];
}
