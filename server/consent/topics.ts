import * as audit from "../audit";
import { AppError, type Ctx, newId } from "../kernel";
import { listBrands } from "../workspaces";
import type { NewTopic, TopicEdit } from "./schemas";
import * as queries from "./topic-queries";

async function requireTopic(ctx: Ctx, id: string) {
  const topic = await queries.findTopic(ctx.db, ctx.workspaceId, id);
  if (!topic) throw new AppError("NOT_FOUND");
  return topic;
}

async function requireFreeName(
  ctx: Ctx,
  given: { brandId: string; name: string; exceptId: string | null },
): Promise<void> {
  if (await queries.hasTopicNamed(ctx.db, ctx.workspaceId, given)) {
    throw new AppError("NAME_TAKEN", { field: "name" });
  }
}

/** Adds a topic (by e-mail) to a brand. Errors: NOT_FOUND (brand), NAME_TAKEN. */
export async function createTopic(ctx: Ctx, input: NewTopic): Promise<{ id: string }> {
  const brands = await listBrands(ctx.db, ctx.workspaceId);
  if (!brands.some((brand) => brand.id === input.brandId)) {
    throw new AppError("NOT_FOUND", { field: "brandId" });
  }
  await requireFreeName(ctx, { ...input, exceptId: null });
  const id = newId(ctx.now.getTime());
  await queries.insertTopic(ctx.db, {
    workspaceId: ctx.workspaceId,
    id,
    ...input,
    channel: "email",
    createdAt: ctx.now,
  });
  await audit.record(ctx, {
    action: "consent.create-topic",
    subjectType: "topic",
    subjectId: id,
    summary: { brandId: input.brandId },
  });
  return { id };
}

/** Renames, describes, shows or hides a topic. Errors: NOT_FOUND, NAME_TAKEN. */
export async function updateTopic(
  ctx: Ctx,
  { id, ...input }: TopicEdit & { id: string },
): Promise<void> {
  const before = await requireTopic(ctx, id);
  await requireFreeName(ctx, { brandId: before.brandId, name: input.name, exceptId: id });
  await queries.updateTopic(ctx.db, { workspaceId: ctx.workspaceId, id }, input);
  const fields = (Object.keys(input) as (keyof TopicEdit)[]).filter((f) => input[f] !== before[f]);
  await audit.record(ctx, {
    action: "consent.update-topic",
    subjectType: "topic",
    subjectId: id,
    summary: { fields },
  });
}

/**
 * Archives a topic, or brings it back. Nobody is reached on an archived topic; consent and ledger
 * stay. TOPIC_IN_USE while a campaign on it is being sent.
 */
export async function archiveTopic(
  ctx: Ctx,
  { id, isArchived }: { id: string; isArchived: boolean },
): Promise<void> {
  await requireTopic(ctx, id);
  if (isArchived && (await queries.isTopicBeingSent(ctx.db, ctx.workspaceId, id))) {
    throw new AppError("TOPIC_IN_USE");
  }
  await queries.updateTopic(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { archivedAt: isArchived ? ctx.now : null },
  );
  await audit.record(ctx, {
    action: isArchived ? "consent.archive-topic" : "consent.restore-topic",
    subjectType: "topic",
    subjectId: id,
  });
}
