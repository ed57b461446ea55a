import { record } from "../audit";
import { listTopics } from "../consent";
import { emptyLetter, type LetterDocument, upgradeLetter } from "../content";
import { countStates } from "../delivery";
import { AppError, authorOf, type Ctx, newId } from "../kernel";
import { mayInBrand } from "../workspaces";
import * as queries from "./queries";
import { type CampaignListInput, CampaignState, type NewCampaign, RUNNING_STATES } from "./schemas";
import { insertVariants, listVariants } from "./variant-queries";
import { keepFirst } from "./versions";

const PAGE_SIZE = 50;

/** Who asks, as far as permissions per brand go. */
export interface MemberCtx extends Ctx {
  member: Parameters<typeof mayInBrand>[0];
}

/** How far a campaign's mail has come: `sent` was accepted, `total` is all that was to be sent. */
export interface SendCounts {
  sent: number;
  open: number;
  total: number;
}

/** A page of campaigns, last changed first. */
export async function listCampaigns(ctx: Ctx, input: CampaignListInput) {
  const { db, workspaceId } = ctx;
  const found = await queries.listCampaigns(db, workspaceId, { ...input, limit: PAGE_SIZE + 1 });
  const rows = found.slice(0, PAGE_SIZE);
  const started = rows.filter((row) => row.state !== "draft").map((row) => row.id);
  const counted = await countStates(db, workspaceId, started);
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => ({
      ...row,
      state: CampaignState.parse(row.state),
      counts: countsOf(counted.filter((c) => c.campaignId === row.id)),
    })),
    next: found.length > PAGE_SIZE && last ? { updatedAt: last.updatedAt, id: last.id } : null,
    isEmpty: rows.length === 0 && !(await queries.hasCampaigns(db, workspaceId)),
  };
}

function countsOf(states: readonly { state: string; count: number }[]): SendCounts {
  const sum = (wanted: (state: string) => boolean) =>
    states.filter((s) => wanted(s.state)).reduce((total, s) => total + s.count, 0);
  return {
    sent: sum((state) => state === "accepted"),
    open: sum((state) => ["queued", "claimed", "in_flight"].includes(state)),
    total: sum((state) => state !== "skipped" && state !== "suppressed"),
  };
}

async function topicOf(ctx: Ctx, topicId: string) {
  const topics = await listTopics(ctx.db, ctx.workspaceId);
  const topic = topics.find((t) => t.id === topicId && t.channel === "email");
  if (!topic) throw new AppError("NOT_FOUND", { field: "topicId" });
  return topic;
}

/** What a draft that is not begun from nothing brings along. */
interface Begun {
  /** Given where the same draft shall come out again (demo shop). */
  id?: string;
  /** One for each variant. */
  letters?: readonly LetterDocument[];
}

/** Makes a draft for a topic; the brand is the topic's. NOT_FOUND at `topicId`. */
export async function createCampaign(
  ctx: Ctx,
  input: NewCampaign & Begun,
): Promise<{ id: string }> {
  const topic = await topicOf(ctx, input.topicId);
  const id = await insertDraft(ctx, {
    id: input.id,
    name: input.name,
    brandId: topic.brandId,
    topicId: topic.id,
    letters: (input.letters ?? [emptyLetter()]).map((document) => ({ weight: 1, document })),
  });
  await record(ctx, { action: "campaigns.create", subjectType: "campaign", subjectId: id });
  return { id };
}

async function insertDraft(
  ctx: Ctx,
  draft: {
    id?: string | undefined;
    name: string;
    brandId: string;
    topicId: string;
    target?: Record<string, unknown>;
    sendWindow?: Record<string, unknown> | null;
    letters: readonly { weight: number; document: LetterDocument }[];
  },
): Promise<string> {
  const id = draft.id ?? newId(ctx.now.getTime());
  const author = authorOf(ctx);
  const { letters, ...campaign } = draft;
  await queries.insertCampaign(ctx.db, {
    workspaceId: ctx.workspaceId,
    ...campaign,
    id,
    state: "draft",
    createdBy: author,
    updatedBy: author,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const variants = letters.map((letter, position) => ({
    workspaceId: ctx.workspaceId,
    id: newId(ctx.now.getTime()),
    campaignId: id,
    position,
    ...letter,
  }));
  await insertVariants(ctx.db, variants);
  await keepFirst(ctx, variants);
  return id;
}

/** A new draft with the same letters, audience, brand, topic and hours of sending, under the name given. */
export async function duplicateCampaign(
  ctx: Ctx,
  input: { id: string; name: string },
): Promise<{ id: string }> {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!found) throw new AppError("NOT_FOUND");
  const { brandId, topicId, target, sendWindow } = found.campaign;
  const variants = await listVariants(ctx.db, ctx.workspaceId, input.id);
  const letters = variants.map(({ weight, document }) => ({
    weight,
    document: upgradeLetter(document),
  }));
  const kept = { brandId, topicId, target, sendWindow };
  const id = await insertDraft(ctx, { name: input.name, ...kept, letters });
  await record(ctx, {
    action: "campaigns.duplicate",
    subjectType: "campaign",
    subjectId: id,
    summary: { from: input.id },
  });
  return { id };
}

export async function renameCampaign(ctx: Ctx, input: { id: string; name: string }): Promise<void> {
  const row = await queries.lockCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  await queries.updateCampaign(ctx.db, row, {
    name: input.name,
    updatedBy: authorOf(ctx),
    updatedAt: ctx.now,
  });
  await record(ctx, { action: "campaigns.rename", subjectType: "campaign", subjectId: row.id });
}

/** Gives a draft another topic, and with it the brand that speaks. CAMPAIGN_STATE once it is sent. */
export async function setTopic(ctx: Ctx, input: { id: string; topicId: string }): Promise<void> {
  const topic = await topicOf(ctx, input.topicId);
  const row = await queries.lockCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  if (row.state !== "draft") throw new AppError("CAMPAIGN_STATE");
  await queries.updateCampaign(ctx.db, row, {
    topicId: topic.id,
    brandId: topic.brandId,
    review: "none",
    updatedBy: authorOf(ctx),
    updatedAt: ctx.now,
  });
  await record(ctx, {
    action: "campaigns.set_topic",
    subjectType: "campaign",
    subjectId: row.id,
    summary: { topicId: topic.id },
  });
}

/** Takes a campaign out of the list or puts it back. CAMPAIGN_STATE while its mail may still leave. */
export async function setArchived(
  ctx: Ctx,
  input: { id: string; isArchived: boolean },
): Promise<void> {
  const row = await queries.lockCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  if ((RUNNING_STATES as readonly string[]).includes(row.state)) {
    throw new AppError("CAMPAIGN_STATE");
  }
  await queries.updateCampaign(ctx.db, row, { archivedAt: input.isArchived ? ctx.now : null });
  await record(ctx, {
    action: input.isArchived ? "campaigns.archive" : "campaigns.restore",
    subjectType: "campaign",
    subjectId: row.id,
  });
}

/** Topics a letter can be about, with whether the asking person may send for their brand. */
export async function listChoices(ctx: MemberCtx) {
  const topics = await listTopics(ctx.db, ctx.workspaceId);
  return topics
    .filter((topic) => topic.channel === "email")
    .map(({ id, name, brandId, brandName }) => ({
      id,
      name,
      brandId,
      brandName,
      maySend: mayInBrand(ctx.member, "campaigns.send", brandId),
    }));
}
