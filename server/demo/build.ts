import { listTopics } from "../consent";
import { type Ctx, toAppError } from "../kernel";
import { inJob } from "../worker/context";
import { findWorkspaceFacts } from "../workspaces";
import { CAMPAIGN_DAYS, morningBefore, topicNames } from "./furnish";
import { bookOrders, type Ground, liveThrough, type Placed, stockUp } from "./history";
import { demoId } from "./ids";
import * as queries from "./queries";
import { type DemoLocale, SHOP_SIZE, type ShopSize } from "./schemas";
import { type Sending, sendInThePast } from "./sendings";
import { makeShop } from "./shop.core";

async function groundOf(
  ctx: Ctx,
  locale: DemoLocale,
): Promise<{ ground: Ground; brandId: string }> {
  const topics = await listTopics(ctx.db, ctx.workspaceId);
  const names = topicNames(locale);
  const newsletter = topics.find((topic) => topic.name === names.newsletter);
  const offers = topics.find((topic) => topic.name === names.offers);
  const tracking = topics.find((topic) => topic.channel === "tracking");
  if (!newsletter || !offers || !tracking) throw new Error("The demo shop has no purposes.");
  const { currency } = await findWorkspaceFacts(ctx.db, ctx.workspaceId);
  const named = { newsletter: newsletter.id, offers: offers.id, tracking: tracking.id };
  const sourceId = demoId(ctx.now, "shop system");
  return { ground: { topics: named, currency, sourceId }, brandId: newsletter.brandId };
}

const inOrder = (placed: readonly Placed[]) =>
  [...placed].sort((a, b) => a.order.at.getTime() - b.order.at.getTime());

/** Orders are written down at the latest this long after they were placed. */
const BOOKED_EVERY_MS = 30 * 86_400_000;

/**
 * Writes the whole history of the demo shop of `ctx`, up to the moment at which it was founded. All in
 * the caller's transaction: it is there whole, or not at all.
 */
export async function buildShop(
  ctx: Ctx,
  given: { seed: number; until: Date; locale: DemoLocale; size?: ShopSize },
): Promise<void> {
  const { seed, until, locale, size = SHOP_SIZE } = given;
  const { ground, brandId } = await groundOf({ ...ctx, now: until }, locale);
  const shop = makeShop({ seed, until, locale, size });
  await stockUp({ ...ctx, now: until }, shop, ground);
  let waiting = inOrder(
    shop.people.flatMap((person) => person.orders.map((order) => ({ person, order }))),
  );
  let bookedAt = 0;
  // On the day itself not everybody who orders is there yet.
  const book = async (now: Date, cut = new Date(now).setUTCHours(0, 0, 0, 0)) => {
    const due = waiting.filter(({ order }) => order.at.getTime() <= cut);
    waiting = waiting.filter(({ order }) => order.at.getTime() > cut);
    await bookOrders({ ...ctx, now }, due, ground);
    bookedAt = now.getTime();
  };
  const sendings = (["spring", "autumn"] as const).map((key, index) => {
    const days = CAMPAIGN_DAYS[key];
    const campaignId = demoId(morningBefore(until, days + 2), `campaign:${key}`);
    const appeals = key === "autumn" ? [1.25, 0.9] : [1];
    const topicId = ground.topics.newsletter;
    const sending: Sending = { campaignId, seed: seed + 10 + index, brandId, topicId, appeals };
    return { at: morningBefore(until, days), sending };
  });
  await liveThrough(ctx, {
    shop,
    ground,
    async upTo(at) {
      for (let next = sendings[0]; next && next.at <= at; next = sendings[0]) {
        sendings.shift();
        const { at: now, sending } = next;
        await book(now);
        const orders = await sendInThePast({ ...ctx, now }, sending, { shop, ground });
        waiting = inOrder([...waiting, ...orders]);
      }
      if (at.getTime() - bookedAt > BOOKED_EVERY_MS) await book(at);
    },
  });
  await book(until, until.getTime());
  await queries.refreshStatistics(ctx.db);
  await queries.markBuilt(ctx.db, ctx.workspaceId, ctx.now);
}

/**
 * Makes the demo shop that was asked for, once; one that is there or was removed meanwhile is left
 * alone. What keeps it from being made is noted with the shop, and thrown for another try.
 */
export async function buildDemo(workspaceId: string): Promise<void> {
  try {
    await inJob(workspaceId, async (job) => {
      const asked = await queries.lockDemo(job.db, workspaceId);
      if (!asked || asked.builtAt) return;
      const actor = { kind: "user", id: asked.askedBy, sessionId: "" } as const;
      const { seed, createdAt: until } = asked;
      const locale = asked.locale === "de" ? "de" : "en";
      await buildShop({ ...job, actor }, { seed, until, locale });
    });
  } catch (error) {
    const { code } = toAppError(error);
    await inJob(workspaceId, ({ db }) => queries.noteFailure(db, workspaceId, code));
    throw error;
  }
}
