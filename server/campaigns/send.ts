import { record } from "../audit";
import { freezeLetter, isBlank } from "../content";
import { listBlockedAnswers, listRecipients, progressOf, waitingOf, wakeSender } from "../delivery";
import { enqueue } from "../jobs";
import { AppError, authorOf, type Ctx, canonicalAddress, newId } from "../kernel";
import { readHolds } from "../senders";
import { loadCampaign } from "./edit";
import type { MemberCtx } from "./manage";
import { lockForSender } from "./may-send";
import * as queries from "./queries";
import { type CampaignRecipients, CampaignState, type SendInput, type TestSend } from "./schemas";
import { requireSender, startCampaign } from "./start";
import * as testSends from "./test-send-queries";
import { listVariants } from "./variant-queries";
import { markVersions } from "./versions";

/**
 * Starts a send now. FORBIDDEN without permission or approval, CAMPAIGN_STATE when it was started
 * before, REVISION_CONFLICT when the letter is not the one that was looked at, and what
 * `startCampaign` refuses.
 */
export async function sendCampaign(ctx: MemberCtx, input: SendInput): Promise<void> {
  const row = await lockForSender(ctx, input.id);
  if (row.state !== "draft" || row.archivedAt) throw new AppError("CAMPAIGN_STATE");
  if (row.revision !== input.revision) throw new AppError("REVISION_CONFLICT");
  const timing = { localTime: null, sendWindow: input.window ?? null };
  await queries.updateCampaign(ctx.db, row, { updatedBy: authorOf(ctx), ...timing });
  await startCampaign(ctx, { ...row, ...timing });
  await markVersions(ctx, await listVariants(ctx.db, ctx.workspaceId, row.id), "sent");
}

async function changeState(
  ctx: MemberCtx,
  input: { id: string },
  change: { from: readonly CampaignState[]; to: CampaignState; action: string },
): Promise<void> {
  const row = await lockForSender(ctx, input.id);
  if (!change.from.some((state) => state === row.state)) throw new AppError("CAMPAIGN_STATE");
  const isOver = change.to === "cancelled";
  await queries.updateCampaign(ctx.db, row, {
    state: change.to,
    // Somebody decided: what it paused for by itself is over.
    pauseReason: null,
    updatedBy: authorOf(ctx),
    updatedAt: ctx.now,
    ...(isOver ? { finishedAt: ctx.now } : {}),
  });
  if (change.to === "sending") await queries.noteResumed(ctx.db, row);
  // Resumed mail goes on, cancelled mail is taken back: both are the sender's work.
  if (change.to !== "paused") await wakeSender(ctx.db, ctx.workspaceId);
  await record(ctx, { action: change.action, subjectType: "campaign", subjectId: row.id });
}

/** Holds a send: nothing leaves that has not begun. */
export function pauseCampaign(ctx: MemberCtx, input: { id: string }): Promise<void> {
  return changeState(ctx, input, { from: ["sending"], to: "paused", action: "campaigns.pause" });
}

export function resumeCampaign(ctx: MemberCtx, input: { id: string }): Promise<void> {
  return changeState(ctx, input, { from: ["paused"], to: "sending", action: "campaigns.resume" });
}

/**
 * Ends a send for good. Returns how many letters had gone and cannot be taken back, and how many are just being
 * handed over: a server may still refuse those, and then they do not go either.
 */
export async function cancelCampaign(ctx: MemberCtx, input: { id: string }) {
  await changeState(ctx, input, {
    from: ["preparing", "sending", "paused"],
    to: "cancelled",
    action: "campaigns.cancel",
  });
  const { states } = await progressOf(ctx.db, ctx.workspaceId, input.id);
  return { gone: states.accepted + states.unknown, underWay: states.in_flight };
}

const NOBODY_WAITS = { count: 0, nextAt: null, lastAt: null };

/** Where a send stands: counts per state and reason. Its speed is what changes from one look to the next. */
export async function getProgress(ctx: Ctx, input: { id: string }) {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!found) throw new AppError("NOT_FOUND");
  const { campaign, senderEmail } = found;
  const state = CampaignState.parse(campaign.state);
  const progress = await progressOf(ctx.db, ctx.workspaceId, input.id);
  const { queued, claimed, in_flight: inFlight } = progress.states;
  const open = queued + claimed + inFlight;
  const asked = { campaignId: input.id, now: ctx.now };
  const waiting = open > 0 ? await waitingOf(ctx.db, ctx.workspaceId, asked) : NOBODY_WAITS;
  const { brandId } = campaign;
  const isUnderWay = state === "sending" && open > 0;
  const pauseReason = state === "paused" ? campaign.pauseReason : null;
  return {
    ...progress,
    state,
    /** The moment of this look, in milliseconds by the server's clock. */
    at: ctx.now.getTime(),
    /** What servers said whose refusals paused it; null when it did not pause by itself. */
    blocked:
      pauseReason === "blocked"
        ? await listBlockedAnswers(ctx.db, ctx.workspaceId, input.id)
        : null,
    /** It paused by itself: a server took letters and did not say what becomes of them. */
    isUnanswered: pauseReason === "unanswered",
    /** Why nothing leaves although it could; it goes on by itself when that is over. */
    heldBackBy: isUnderWay
      ? await (await readHolds(ctx)).of({
          campaignId: input.id,
          brandId,
          kind: "marketing",
          senderEmail,
        })
      : null,
    open,
    /** Of the open ones, those whose hour has not come, and when the first and the last of it do. */
    waiting,
    audience: campaign.audience,
    startedAt: campaign.startedAt,
    finishedAt: campaign.finishedAt,
  };
}

/** A page of the people a campaign was made for, by state, reason and address. */
export async function getRecipients(ctx: Ctx, input: CampaignRecipients) {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, input.campaignId);
  if (!found) throw new AppError("NOT_FOUND");
  return listRecipients(ctx.db, ctx.workspaceId, input);
}

const EXPORTED_AT_ONCE = 2_000;

/** The next people of an export, in the order in which their messages were made. */
export function listRecipientsAfter(ctx: Ctx, input: CampaignRecipients) {
  return listRecipients(ctx.db, ctx.workspaceId, { ...input, limit: EXPORTED_AT_ONCE });
}

/**
 * Notes who takes the list of a campaign's people out of the product, and returns the campaign's name
 * for the file. NOT_FOUND.
 */
export async function exportRecipients(
  ctx: Ctx,
  input: Omit<CampaignRecipients, "cursor">,
): Promise<string> {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, input.campaignId);
  if (!found) throw new AppError("NOT_FOUND");
  await record(ctx, {
    action: "campaigns.export_recipients",
    subjectType: "campaign",
    subjectId: input.campaignId,
    summary: filterOf(input),
  });
  return found.campaign.name;
}

/** What an export was narrowed to; of a search only that there was one: it is somebody's address. */
function filterOf({ state, reason, bounce, search }: Omit<CampaignRecipients, "cursor">) {
  return {
    ...(state ? { state } : {}),
    ...(reason ? { reason } : {}),
    ...(bounce ? { bounce } : {}),
    ...(search ? { isSearched: true } : {}),
  };
}

/** Test letters ask no consent, so they must not become a way to write to many. */
const TESTS_PER_HOUR = 60;

async function requireFewTests(ctx: Ctx, more: number): Promise<void> {
  const since = new Date(ctx.now.getTime() - 3_600_000);
  const asked = { by: authorOf(ctx), since };
  const count = await testSends.countTestSends(ctx.db, ctx.workspaceId, asked);
  if (count + more > TESTS_PER_HOUR) throw new AppError("RATE_LIMITED");
}

/**
 * Sends the letter to colleagues, rendered as a person or as nobody; counted nowhere. Address codes
 * at `addresses.<n>`; what `compileLetter` throws; FROM_DOMAIN_UNVERIFIED; REVISION_CONFLICT; RATE_LIMITED.
 */
export async function sendTest(ctx: Ctx, input: TestSend): Promise<{ count: number }> {
  const loaded = await loadCampaign(ctx, input.id, input.variantId);
  const { row, variant, document, kit, topicName } = loaded;
  if (row.revision !== input.revision) throw new AppError("REVISION_CONFLICT");
  const addresses = input.addresses.map((typed, index) => {
    const verdict = canonicalAddress(typed);
    if (!verdict.ok) throw new AppError(verdict.code, { field: `addresses.${index}` });
    return verdict.address;
  });
  if (isBlank(document.subject)) throw new AppError("VALUE_REQUIRED", { field: "subject" });
  await requireSender(ctx, row.brandId);
  await requireFewTests(ctx, addresses.length);
  const versionId = await freezeLetter(ctx, { campaignId: row.id, document, kit, topicName });
  const rows = [...new Set(addresses)].map((address) => ({
    workspaceId: ctx.workspaceId,
    id: newId(ctx.now.getTime()),
    campaignId: row.id,
    versionId,
    contactId: input.contactId,
    address,
    state: "queued",
    requestedBy: authorOf(ctx),
    createdAt: ctx.now,
  }));
  await testSends.insertTestSends(ctx.db, rows);
  await markVersions(ctx, [variant], "tested");
  for (const { id } of rows) {
    const payload = { workspaceId: ctx.workspaceId, testSendId: id };
    await enqueue(ctx.db, "delivery.test-send", { payload });
  }
  await record(ctx, {
    action: "campaigns.test_send",
    subjectType: "campaign",
    subjectId: row.id,
    summary: { count: rows.length },
  });
  return { count: rows.length };
}

/** The latest test letters and how they went. */
export function getTestSends(ctx: Ctx, input: { id: string }) {
  return testSends.listTestSends(ctx.db, ctx.workspaceId, input.id);
}
