import { record } from "../audit";
import { countStates, haltOf, journalsFolder } from "../delivery";
import type { Ctx } from "../kernel";
import { creditedSince, type Money } from "../reporting";
import { type Failing, type HeldBack, type Holds, readHolds } from "../senders";
import { findWorkspaceFacts, type Grant, imprintMissing, mayInBrand } from "../workspaces";
import { type OnboardingStep, onboarding } from "./onboarding.core";
import * as queries from "./queries";
import { visitsAfter } from "./visit.core";

const DAY_MS = 86_400_000;
/** How long results stay on home. */
const RESULT_DAYS = 30;
/** How far back home looks for what stopped and was never settled. */
const OPEN_DAYS = 90;

/** A campaign as home shows it; the counts are of messages. */
export interface HomeCampaign {
  id: string;
  name: string;
  state: string;
  /** `blocked` or `unanswered` when it paused by itself. */
  pauseReason: string | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  sent: number;
  failed: number;
  unknown: number;
  /** Skipped, suppressed or cancelled: not sent, and for a reason. */
  notSent: number;
  /** Handled in any way. */
  done: number;
  /** Everybody it is for; while it is being prepared, what the count announced. */
  total: number;
  /** Finished or started since this person last looked at home. */
  isNew: boolean;
}

export interface HeldBackCampaign extends HomeCampaign {
  heldBackBy: Exclude<HeldBack, { by: "warm_up" }>;
}

export interface HomeImport {
  id: string;
  fileName: string;
  kind: string;
  state: string;
  rowsDone: number;
  rowsTotal: number | null;
  errorCode: string | null;
  errorRow: number | null;
}

/** What runs right now: asked again every few seconds while something does. */
export interface Live {
  campaigns: HomeCampaign[];
  imports: HomeImport[];
}

/** Everything on home. */
export interface Today extends Live {
  /** Null when every step is done or the person put the list away. */
  checklist: OnboardingStep[] | null;
  needsMe: {
    imports: HomeImport[];
    pausedCampaigns: HomeCampaign[];
    /** Sending, and yet nothing leaves; they go on by themselves when that is over. */
    heldBackCampaigns: HeldBackCampaign[];
    /** Mail servers that cannot be used, and mail of no campaign that waits for what is broken. */
    failing: Failing[];
    unknownCampaigns: HomeCampaign[];
    failedCampaigns: HomeCampaign[];
    /** Messages of no campaign that receivers refused for our sake in the last day. */
    blockedSingles: number;
    /** A review was asked for, and this person may give it. */
    reviews: { id: string; name: string }[];
    /** Scheduled ones that could not start: `code` says why. */
    failedStarts: { id: string; name: string; code: string }[];
    /** Brands whose legal entity lacks something the imprint needs. */
    imprints: { brandName: string; missing: string[] }[];
  };
  results: HomeCampaign[];
  lastVisit: Date | null;
  /** Null on the first visit: then everything would be new. */
  since: Since | null;
}

/** What happened since this person's last visit, or within the last days when that was long ago. */
export interface Since {
  from: Date;
  started: number;
  finished: number;
  unsubscribes: number;
  /** Orders that count for a campaign, by currency. */
  orders: Money[];
}

/** Who looks at home. */
export interface Looker {
  userId: string;
  role: string;
  grants: readonly Grant[];
}

const OPEN = ["queued", "claimed", "in_flight"];
const NOT_SENT = ["skipped", "suppressed", "cancelled"];

async function listCampaigns(ctx: Ctx, lastVisit: Date | null): Promise<HomeCampaign[]> {
  const since = new Date(ctx.now.getTime() - OPEN_DAYS * DAY_MS);
  const started = await queries.listStarted(ctx.db, ctx.workspaceId, since);
  const ids = started.map((campaign) => campaign.id);
  const counted = await countStates(ctx.db, ctx.workspaceId, ids);
  return started.map(({ audience, ...campaign }) => {
    const mine = counted.filter((row) => row.campaignId === campaign.id);
    const sum = (states: readonly string[]) =>
      mine.filter((row) => states.includes(row.state)).reduce((all, row) => all + row.count, 0);
    const made = mine.reduce((all, row) => all + row.count, 0);
    const moment = campaign.finishedAt ?? campaign.startedAt;
    return {
      ...campaign,
      sent: sum(["accepted"]),
      failed: sum(["failed"]),
      unknown: sum(["unknown"]),
      notSent: sum(NOT_SENT),
      done: made - sum(OPEN),
      total: Math.max(made, audience?.reachable ?? 0),
      isNew: moment !== null && (lastVisit === null || moment > lastVisit),
    };
  });
}

/** Of those that are sending, the ones that something holds back. */
async function listHeldBack(
  ctx: Ctx,
  campaigns: readonly HomeCampaign[],
  holds: Holds,
): Promise<HeldBackCampaign[]> {
  const open = campaigns.filter(({ state, done, total }) => state === "sending" && done < total);
  if (open.length === 0) return [];
  const held: HeldBackCampaign[] = [];
  const ids = open.map(({ id }) => id);
  for (const { id, ...sender } of await queries.listSenders(ctx.db, ctx.workspaceId, ids)) {
    const by = await holds.of({ ...sender, campaignId: id, kind: "marketing" });
    const campaign = open.find((one) => one.id === id);
    // A domain that warms up asks nothing of anybody.
    if (by && by.by !== "warm_up" && campaign) held.push({ ...campaign, heldBackBy: by });
  }
  return held;
}

function listImports(ctx: Ctx): Promise<HomeImport[]> {
  const since = new Date(ctx.now.getTime() - OPEN_DAYS * DAY_MS);
  return queries.listOpenImports(ctx.db, ctx.workspaceId, since);
}

const isRunning = (campaign: HomeCampaign) =>
  campaign.state === "preparing" || campaign.state === "sending";

function isResult(campaign: HomeCampaign, now: Date): boolean {
  const { state, startedAt, done } = campaign;
  const isOver = state === "finished" || state === "cancelled";
  return (
    isOver && done > 0 && !!startedAt && now.getTime() - startedAt.getTime() < RESULT_DAYS * DAY_MS
  );
}

/** Of messages that failed or may have: they are there to be known, and then have been. */
const FRESH_DAYS = 7;

function isFresh(campaign: HomeCampaign, now: Date): boolean {
  const since = campaign.startedAt?.getTime() ?? 0;
  return now.getTime() - since < FRESH_DAYS * DAY_MS;
}

const hasStopped = (one: HomeImport) => one.state === "failed" || one.state === "paused";

/** Campaigns and imports that run now, with how far they are. */
export async function live(ctx: Ctx): Promise<Live> {
  const campaigns = (await listCampaigns(ctx, ctx.now)).filter(isRunning);
  const imports = (await listImports(ctx)).filter((one) => !hasStopped(one));
  return { campaigns, imports };
}

async function checklistOf(ctx: Ctx, facts: { isImprintComplete: boolean; userId: string }) {
  const { db, workspaceId } = ctx;
  // Nobody sets up a demo shop.
  if ((await findWorkspaceFacts(db, workspaceId)).isDemo) return null;
  if (await queries.isChecklistDismissed(db, workspaceId, facts.userId)) return null;
  const steps = onboarding({
    isImprintComplete: facts.isImprintComplete,
    hasTopic: await queries.hasTopic(db, workspaceId),
    hasPeople: await queries.hasPeople(db, workspaceId),
    campaignId: await queries.findLatestCampaign(db, workspaceId),
    hasTestArrived: await queries.hasTestArrived(db, workspaceId),
    hasSent: await queries.hasSent(db, workspaceId),
  });
  return steps.every((step) => step.isDone) ? null : steps;
}

/** Drafts that wait for this person: reviews they may give, starts that failed. */
async function waitingDrafts(ctx: Ctx, looker: Looker) {
  const drafts = await queries.listWaitingDrafts(ctx.db, ctx.workspaceId);
  const mayGive = (brandId: string) => mayInBrand(looker, "campaigns.send", brandId);
  return {
    reviews: drafts
      .filter((draft) => draft.isRequested && mayGive(draft.brandId))
      .map(({ id, name }) => ({ id, name })),
    failedStarts: drafts.flatMap(({ id, name, startError }) =>
      startError ? [{ id, name, code: startError }] : [],
    ),
  };
}

async function sinceVisit(
  ctx: Ctx,
  campaigns: readonly HomeCampaign[],
  lastVisit: Date | null,
): Promise<Since | null> {
  if (!lastVisit) return null;
  // Who was away for long is told of the days that results stay on home for.
  const from = new Date(Math.max(lastVisit.getTime(), ctx.now.getTime() - RESULT_DAYS * DAY_MS));
  const isSince = (at: Date | null) => at !== null && at > from;
  return {
    from,
    started: campaigns.filter(({ startedAt }) => isSince(startedAt)).length,
    finished: campaigns.filter(({ finishedAt }) => isSince(finishedAt)).length,
    unsubscribes: await queries.countUnsubscribesSince(ctx.db, ctx.workspaceId, from),
    orders: await creditedSince(ctx, from),
  };
}

/**
 * What is live, what needs somebody, and what has happened. Remembers that this person looked, so
 * that the next visit can say what is new.
 */
export async function today(ctx: Ctx, input: Looker): Promise<Today> {
  const { db, workspaceId, now } = ctx;
  const key = { workspaceId, userId: input.userId };
  const visits = visitsAfter(await queries.findVisits(db, workspaceId, input.userId), now);
  const lastVisit = visits.lastVisitAt;
  const entities = await queries.listBrandEntities(db, workspaceId);
  const imprints = entities
    .map(({ brandName, entity }) => ({ brandName, missing: [...imprintMissing(entity)] }))
    .filter(({ missing }) => missing.length > 0);
  const isImprintComplete = entities.length > 0 && imprints.length === 0;
  const checklist = await checklistOf(ctx, { isImprintComplete, userId: input.userId });
  const campaigns = await listCampaigns(ctx, lastVisit);
  const imports = await listImports(ctx);
  const holds = await readHolds(ctx);
  await queries.setVisits(db, key, visits);
  return {
    checklist,
    campaigns: campaigns.filter(isRunning),
    imports: imports.filter((one) => !hasStopped(one)),
    needsMe: {
      imports: imports.filter(hasStopped),
      pausedCampaigns: campaigns.filter((campaign) => campaign.state === "paused"),
      heldBackCampaigns: await listHeldBack(ctx, campaigns, holds),
      failing: holds.failing,
      unknownCampaigns: campaigns.filter((one) => one.unknown > 0 && isFresh(one, now)),
      failedCampaigns: campaigns.filter((one) => one.failed > 0 && isFresh(one, now)),
      blockedSingles: await queries.countBlockedSingles(
        db,
        workspaceId,
        new Date(now.getTime() - DAY_MS),
      ),
      ...(await waitingDrafts(ctx, input)),
      imprints,
    },
    results: campaigns.filter((campaign) => isResult(campaign, now)).slice(0, 5),
    lastVisit,
    since: await sinceVisit(ctx, campaigns, lastVisit),
  };
}

/**
 * Since when nothing is sent from here, because the database was put back to an earlier moment or nobody can
 * say that it was not; null while sending goes on. Only whoever runs the installation can resolve it.
 */
export function haltedSince(): Date | null {
  const halt = haltOf(journalsFolder());
  return halt ? new Date(halt.at) : null;
}

/** Puts the checklist away for this person in this workspace, or brings it back. */
export async function dismissChecklist(
  ctx: Ctx,
  input: { userId: string; isDismissed: boolean },
): Promise<void> {
  const key = { workspaceId: ctx.workspaceId, userId: input.userId };
  await queries.setChecklistDismissed(ctx.db, key, input.isDismissed ? ctx.now : null);
  await record(ctx, {
    action: "home.dismiss_checklist",
    subjectType: "user",
    subjectId: input.userId,
    summary: { isDismissed: input.isDismissed },
  });
}
