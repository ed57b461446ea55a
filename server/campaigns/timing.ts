import { reachableContacts } from "../consent";
import { countTimeZones } from "../contacts";
import {
  beginOf,
  type HoursAhead,
  hoursAhead,
  LocalTime,
  sendWindowSchema,
  type Timing,
} from "../delivery";
import { AppError, type Ctx } from "../kernel";
import { findWorkspaceFacts } from "../workspaces";
import { reachableAmong } from "./audience";
import * as queries from "./queries";
import { instantOf } from "./schedule.core";
import type { HoursInput } from "./schemas";

/** When letters of a campaign may leave, as it was chosen. */
export function timingOf(row: Pick<queries.CampaignRow, "localTime" | "sendWindow">): Timing {
  return {
    localTime: row.localTime ? LocalTime.parse(row.localTime) : null,
    sendWindow: row.sendWindow ? sendWindowSchema.parse(row.sendWindow) : null,
  };
}

/** What a timing is in the audit log. */
export function timingSummary({ localTime, sendWindow }: Timing): Record<string, unknown> {
  return {
    ...(localTime ? { localTime } : {}),
    ...(sendWindow ? { window: sendWindow } : {}),
  };
}

/** People whose zones are looked at; beyond them the counts say "at least". */
const LOOKED_AT = 20_000;
const CHUNK = 5_000;

/**
 * What a timing that is being chosen would mean for whom the campaign reaches: when the first and the
 * last letter leave, who is past the time, who has no zone of their own. SCHEDULE_INVALID and
 * SCHEDULE_PAST as when scheduling, at `time`.
 */
export async function previewHours(
  ctx: Ctx,
  input: HoursInput,
): Promise<HoursAhead & { isPartial: boolean; isAtOnce: boolean }> {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!found) throw new AppError("NOT_FOUND");
  const { timeZone } = await findWorkspaceFacts(ctx.db, ctx.workspaceId);
  const { begin, timing } = readStart(input, { timeZone, now: ctx.now });
  const among = await reachableAmong(ctx, found.campaign);
  const { topicId } = found.campaign;
  const zones: { timeZone: string | null; count: number }[] = [];
  let after: string | null = null;
  let seen = 0;
  while (seen < LOOKED_AT) {
    const page = { topicId, after, limit: CHUNK, now: ctx.now, among };
    const ids: string[] = await reachableContacts(ctx.db, ctx.workspaceId, page);
    zones.push(...(await countTimeZones(ctx.db, ctx.workspaceId, ids)));
    seen += ids.length;
    after = ids.at(-1) ?? null;
    if (ids.length < CHUNK) break;
  }
  return {
    ...hoursAhead(timing, zones, { timeZone, begin }),
    isPartial: seen >= LOOKED_AT,
    // Nobody can take it back any more: it is prepared from this moment on.
    isAtOnce: begin <= ctx.now,
  };
}

/** A start as it was chosen: when the campaign begins, and by which clock its letters leave. */
export function readStart(
  input: Omit<HoursInput, "id">,
  { timeZone, now }: { timeZone: string; now: Date },
): { begin: Date; timing: Timing } {
  const { start, day, time, ifPast, window: sendWindow } = input;
  if (start === "recipient") {
    const localTime = { day, time, ifPast };
    const begin = beginOf(localTime, now);
    if (!begin.ok) throw new AppError(begin.code, { field: "time" });
    return { begin: begin.at, timing: { localTime, sendWindow } };
  }
  const timing = { localTime: null, sendWindow };
  if (start === "now") return { begin: now, timing };
  const begin = instantOf({ day, time }, timeZone);
  if (!begin) throw new AppError("SCHEDULE_INVALID", { field: "time" });
  if (begin <= now) throw new AppError("SCHEDULE_PAST", { field: "time" });
  return { begin, timing };
}
