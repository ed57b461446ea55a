import { inQueryRole } from "@/db";
import { AppError, type Ctx } from "../kernel";
import { countLinkClicks, countTouched, type LinkEvents } from "../tracking";
import { countCredits, sumCredits } from "./attribution-queries";
import { figuresOf, type ReportRows, receivedSpan, rowsOf } from "./figures.core";
import * as queries from "./queries";
import type { Bucket, Figures, Money, VariantFigures } from "./schemas";
import { seriesOf } from "./series.core";

/** What a campaign did, to be read next to what its figures mean. */
export interface CampaignReport {
  id: string;
  name: string;
  state: string;
  startedAt: Date | null;
  /** When it was put together. */
  at: Date;
  attributionDays: number;
  timeZone: string;
  /** The workspace's. */
  currency: string;
  total: Figures;
  /** One for each of several; none for a campaign of one letter. */
  variants: VariantFigures[];
  hours: Bucket[];
  days: Bucket[];
  /** `variant` is its position. */
  links: (LinkEvents & { variant: number | null })[];
}

async function termsOf(ctx: Ctx) {
  const terms = await queries.findTerms(ctx.db, ctx.workspaceId);
  if (!terms) throw new AppError("NOT_FOUND");
  return terms;
}

type Terms = Awaited<ReturnType<typeof termsOf>>;

async function rowsOfCampaign(
  ctx: Ctx,
  campaign: { id: string; startedAt: Date | null; isSplit: boolean },
  { timeZone, attributionDays }: Terms,
): Promise<ReportRows> {
  const { db, workspaceId } = ctx;
  const asked = { workspaceId, campaignId: campaign.id };
  const counted = await inQueryRole(db, async (tx) => {
    const outcomes = await queries.countOutcomes(tx, asked, timeZone);
    const touched = await countTouched(tx, { ...asked, isByVariant: campaign.isSplit }, timeZone);
    const received = receivedSpan(outcomes);
    const credits = await countCredits(tx, { ...asked, days: attributionDays, received }, timeZone);
    return { outcomes, touched, credits };
  });
  const since = campaign.startedAt ?? new Date(0);
  const ended = { campaignId: campaign.id, since };
  return { ...counted, unsubscribes: await queries.countUnsubscribes(db, workspaceId, ended) };
}

/** The figures of each variant that there is, and of what belongs to none of them. */
function figuresByVariant(
  rows: ReportRows,
  variants: readonly { id: string; position: number }[],
  currency: string,
): VariantFigures[] {
  if (variants.length < 2) return [];
  const known = variants.map(({ id, position }) => ({
    position,
    figures: figuresOf(
      rowsOf(rows, (variantId) => variantId === id),
      currency,
    ),
  }));
  const isKnown = (variantId: string | null) => variants.some(({ id }) => id === variantId);
  const others = figuresOf(
    rowsOf(rows, (variantId) => !isKnown(variantId)),
    currency,
  );
  return others.matched > 0 ? [...known, { position: null, figures: others }] : known;
}

/** Everything a campaign did until now: figures, by variant, over time, by link. NOT_FOUND. */
export async function getReport(ctx: Ctx, input: { id: string }): Promise<CampaignReport> {
  const { db, workspaceId } = ctx;
  // By the policies: what follows runs without them and says its workspace itself.
  const campaign = await queries.findReported(db, workspaceId, input.id);
  if (!campaign) throw new AppError("NOT_FOUND");
  const terms = await termsOf(ctx);
  const variants = await queries.listVariants(db, workspaceId, campaign.id);
  const isSplit = variants.length > 1;
  const rows = await rowsOfCampaign(ctx, { ...campaign, isSplit }, terms);
  const links = await countLinkClicks(db, workspaceId, campaign.id);
  const positions = new Map(variants.map(({ versionId, position }) => [versionId, position]));
  return {
    id: campaign.id,
    name: campaign.name,
    state: campaign.state,
    startedAt: campaign.startedAt,
    at: ctx.now,
    ...terms,
    total: figuresOf(rows, terms.currency),
    variants: figuresByVariant(rows, variants, terms.currency),
    ...seriesOf(rows, terms.timeZone),
    links: links
      .map((link) => ({ ...link, variant: positions.get(link.versionId) ?? null }))
      // Stable: within a variant they stay in reading order.
      .sort((one, next) => (one.variant ?? 0) - (next.variant ?? 0)),
  };
}

/** Orders since a moment that count for any campaign, the workspace's currency first. */
export async function creditedSince(ctx: Ctx, since: Date): Promise<Money[]> {
  const { db, workspaceId, now } = ctx;
  const { attributionDays: days, currency } = await termsOf(ctx);
  const span = { from: since, to: now };
  const sums = await inQueryRole(db, (tx) => sumCredits(tx, { workspaceId, days }, span));
  const rank = (money: Money) => (money.currency === currency ? "" : money.currency);
  return sums.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
