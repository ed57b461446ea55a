import { findPeople, readCursor, writeCursor } from "../contacts";
import type { Ctx } from "../kernel";
import { AppError } from "../kernel";
import { listPersonEvents } from "../tracking";
import * as queries from "./queries";
import { TIMELINE_KINDS, type TimelineInput, type TimelineKind } from "./schemas";

const PAGE_SIZE = 30;

type Rows<K extends keyof typeof queries> = (typeof queries)[K] extends (
  ...given: never[]
) => PromiseLike<(infer Row)[]>
  ? Row
  : never;

/** One thing that happened with a person. */
export type TimelineItem =
  | ({ kind: "order"; articles: Rows<"listArticles">[] } & Rows<"listOrders">)
  | ({ kind: "message" } & Rows<"listMessages">)
  | ({ kind: "activity" } & Awaited<ReturnType<typeof listPersonEvents>>[number])
  | ({ kind: "consent" } & Rows<"listConsentEvents">)
  | ({ kind: "change" } & Rows<"listChanges">);

async function readOrders(ctx: Ctx, slice: queries.Slice): Promise<TimelineItem[]> {
  const found = await queries.listOrders(ctx.db, slice);
  const ids = found.map((order) => order.id);
  const articles = ids.length > 0 ? await queries.listArticles(ctx.db, slice, ids) : [];
  return found.map((order) => ({
    kind: "order",
    ...order,
    articles: articles.filter((article) => article.orderId === order.id),
  }));
}

async function read(ctx: Ctx, kind: TimelineKind, slice: queries.Slice): Promise<TimelineItem[]> {
  switch (kind) {
    case "order":
      return readOrders(ctx, slice);
    case "message":
      return (await queries.listMessages(ctx.db, slice)).map((row) => ({ kind, ...row }));
    case "activity":
      return (await listPersonEvents(ctx.db, slice)).map((row) => ({ kind, ...row }));
    case "consent":
      return (await queries.listConsentEvents(ctx.db, slice)).map((row) => ({ kind, ...row }));
    case "change":
      return (await queries.listChanges(ctx.db, slice)).map((row) => ({ kind, ...row }));
    default: {
      const never: never = kind;
      return never;
    }
  }
}

function newestFirst(a: TimelineItem, b: TimelineItem): number {
  const distance = b.at.getTime() - a.at.getTime();
  if (distance !== 0) return distance;
  return a.id < b.id ? 1 : -1;
}

/**
 * A page of 30 things that happened with a person, newest first, of every kind or of one. Each
 * kind is read from its own index behind the same (moment, id), then merged. Errors: NOT_FOUND,
 * CURSOR_INVALID.
 */
export async function timeline(
  ctx: Ctx,
  input: TimelineInput,
): Promise<{ items: TimelineItem[]; next: string | null }> {
  const { contactId } = input;
  const [person] = await findPeople(ctx.db, ctx.workspaceId, [contactId]);
  if (!person) throw new AppError("NOT_FOUND");
  const scope = `${ctx.workspaceId}:timeline:${contactId}:${input.kind ?? "all"}`;
  const position = input.cursor ? readCursor(input.cursor, scope) : null;
  const before = position?.value ? { at: position.value, id: position.id } : null;
  const slice = { workspaceId: ctx.workspaceId, contactId, before, limit: PAGE_SIZE + 1 };
  const found: TimelineItem[] = [];
  for (const kind of input.kind ? [input.kind] : TIMELINE_KINDS) {
    found.push(...(await read(ctx, kind, slice)));
  }
  found.sort(newestFirst);
  const items = found.slice(0, PAGE_SIZE);
  const last = items.at(-1);
  const next =
    last && found.length > PAGE_SIZE
      ? writeCursor({ way: "after", value: last.at.toISOString(), id: last.id }, scope)
      : null;
  return { items, next };
}
