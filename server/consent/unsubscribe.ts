import { enqueue } from "../jobs";
import { AppError, type Ctx } from "../kernel";
import { type BrandKit, findBrandKit } from "../workspaces";
import { foldConsent, type PersonConsent, proveUndo, UNDO_MINUTES } from "./ledger.core";
import { readUndo, signUndo, type UnsubscribeTarget } from "./links";
import { maskAddress } from "./mask.core";
import * as queries from "./queries";
import { type PersonDeclaration, readEvent, recordConsentBatch } from "./record";
import type { ConsentDeclaration, UnsubscribeForm } from "./schemas";
import { listTopicsOfPerson } from "./topic-queries";

/** One subscription as the unsubscribe page shows it. */
export interface Subscription {
  id: string;
  name: string;
  description: string;
  isReceived: boolean;
  pausedUntil: Date | null;
}

/** What a link from a mail may show: a masked address and this brand's subscriptions only. */
export interface UnsubscribeView {
  kit: BrandKit;
  maskedAddress: string;
  personLocale: string | null;
  /** The topic of the mail the link came with. */
  topic: Subscription;
  /** Other public topics of the brand that the person receives. */
  others: Subscription[];
  /** The brand's purpose of tracking, while the person allows it. No mail, so not among `others`. */
  tracking: { id: string; name: string } | null;
}

/** What an act of the page came to. */
export interface UnsubscribeResult {
  act: UnsubscribeForm["act"];
  view: UnsubscribeView;
  /** Names of the topics that ended or rest now. */
  names: string[];
  pausedUntil: Date | null;
  /** Present while the act can be taken back. */
  undo: { token: string; until: Date } | null;
}

/**
 * What the page shows. Changes nothing. Throws LINK_INVALID when the person or the campaign of the
 * link does not exist in its workspace.
 */
export async function getUnsubscribeView(
  ctx: Ctx,
  target: UnsubscribeTarget,
): Promise<UnsubscribeView> {
  return (await load(ctx, target)).view;
}

/** The view, and the address that stays on our side of it. */
interface Loaded {
  view: UnsubscribeView;
  address: string | null;
}

async function load(ctx: Ctx, target: UnsubscribeTarget): Promise<Loaded> {
  const { db, workspaceId } = ctx;
  const subject = await queries.findUnsubscribeSubject(db, workspaceId, target);
  const kit = subject && (await findBrandKit(db, workspaceId, subject.brandId));
  if (!subject || !kit) throw new AppError("LINK_INVALID");
  const rows = await listTopicsOfPerson(db, workspaceId, target.contactId);
  const received = rows.map((row) => ({
    ...row,
    isReceived: row.state === "granted",
    pausedUntil: row.pausedUntil && row.pausedUntil > ctx.now ? row.pausedUntil : null,
  }));
  const own = received.find((row) => row.topicId === subject.topic.id);
  const ofBrand = received.filter((row) => row.brandId === subject.brandId && row.isReceived);
  const tracking = ofBrand.find((row) => row.channel === "tracking");
  const view: UnsubscribeView = {
    kit,
    maskedAddress: maskAddress(subject.email),
    personLocale: subject.locale,
    topic: {
      ...subject.topic,
      isReceived: own?.isReceived ?? false,
      pausedUntil: own?.pausedUntil ?? null,
    },
    others: ofBrand
      .filter((row) => row.channel === "email" && row.topicId !== subject.topic.id)
      .filter((row) => row.isPublic && !row.isArchived)
      .map(({ topicId, topicName, description, isReceived, pausedUntil }) => {
        return { id: topicId, name: topicName, description, isReceived, pausedUntil };
      }),
    tracking: tracking ? { id: tracking.topicId, name: tracking.topicName } : null,
  };
  return { view, address: subject.email };
}

const PAUSE_DAYS = { pause30: 30, pause90: 90 } as const;
const DAY = 86_400_000;

/** Personal details of a visit; they enter the ledger as a salted digest. */
export interface VisitDetails {
  userAgent: string | null;
}

function detailsOf(address: string | null, visit: VisitDetails): Record<string, string> {
  const userAgent = visit.userAgent?.slice(0, 200);
  return { ...(address ? { address } : {}), ...(userAgent ? { userAgent } : {}) };
}

/**
 * Does what the form of the page asks. Only reduces, except for the undo of this page's own rows
 * (15 minutes, once). Doing the same again changes nothing and answers the same. Errors:
 * LINK_INVALID, VALUE_REQUIRED (nothing chosen), UNDO_EXPIRED.
 */
export async function actOnUnsubscribe(
  ctx: Ctx,
  target: UnsubscribeTarget,
  given: { form: UnsubscribeForm; visit: VisitDetails },
): Promise<UnsubscribeResult> {
  const { form } = given;
  const { view: before, address } = await load(ctx, target);
  if (form.act === "undo") return undo(ctx, target, { form, before });
  const declarations = await declarationsOf(ctx, target, { form, before });
  const evidence: Record<string, string> = { page: "unsubscribe" };
  if (form.language) evidence.locale = form.language;
  if (form.reason) evidence.reason = form.reason;
  const shared = {
    contactId: target.contactId,
    campaignId: target.campaignId,
    source: "unsubscribe_page",
    sourceId: form.visit,
    details: detailsOf(address, given.visit),
  } as const;
  const outcomes = await recordConsentBatch(
    ctx,
    declarations.map(
      (one): PersonDeclaration => ({
        ...shared,
        ...one,
        evidence: { ...evidence, ...one.evidence },
      }),
    ),
  );
  // A link can always reduce: a refusal here would be our own mistake, and must not look like success.
  if (outcomes.some((o) => o.outcome === "refused")) throw new AppError("CONSENT_TRANSITION");
  await tellDelivery(ctx, target);
  const view = await getUnsubscribeView(ctx, target);
  const names = namesOf(declarations, before);
  const pausedUntil = view.topic.pausedUntil ?? view.others[0]?.pausedUntil ?? null;
  return {
    act: form.act,
    view,
    names,
    pausedUntil: form.act in PAUSE_DAYS ? pausedUntil : null,
    undo: await offerUndo(ctx, target, form.visit),
  };
}

type Act = Pick<ConsentDeclaration, "action" | "topicId" | "legalEntityId" | "evidence">;

async function declarationsOf(
  ctx: Ctx,
  target: UnsubscribeTarget,
  given: { form: UnsubscribeForm; before: UnsubscribeView },
): Promise<Act[]> {
  const { form, before } = given;
  const { entity, brand } = before.kit;
  if (form.act === "all") {
    return [{ action: "object", topicId: null, legalEntityId: entity.id }];
  }
  if (form.act === "tracking") {
    return before.tracking ? [{ action: "withdraw", topicId: before.tracking.id }] : [];
  }
  if (form.act === "topics") {
    const chosen = [before.topic, ...before.others].filter((t) => form.topicIds.includes(t.id));
    // A second POST names topics that are gone from the view by now: that is no empty choice.
    if (chosen.length === 0 && form.topicIds.length === 0) {
      throw new AppError("VALUE_REQUIRED", { field: "topicIds" });
    }
    return chosen.map((t) => ({ action: "withdraw", topicId: t.id }));
  }
  const days = form.act === "pause30" ? PAUSE_DAYS.pause30 : PAUSE_DAYS.pause90;
  const until = new Date(ctx.now.getTime() + days * DAY).toISOString();
  const rows = await listTopicsOfPerson(ctx.db, ctx.workspaceId, target.contactId);
  return rows
    .filter((row) => row.brandId === brand.id && row.state === "granted")
    .map((row) => ({ action: "pause", topicId: row.topicId, evidence: { until } }));
}

function namesOf(acts: readonly Act[], view: UnsubscribeView): string[] {
  const shown = [view.topic, ...view.others];
  return shown.filter((t) => acts.some((a) => a.topicId === t.id)).map((t) => t.name);
}

async function readPerson(ctx: Ctx, contactId: string): Promise<PersonConsent> {
  const rows = await queries.listLedger(ctx.db, ctx.workspaceId, [contactId]);
  return foldConsent(rows.map(readEvent));
}

/** The last rows of the person that one POST of this visit wrote (they share their instant). */
async function offerUndo(
  ctx: Ctx,
  target: UnsubscribeTarget,
  visit: string,
): Promise<UnsubscribeResult["undo"]> {
  const person = await readPerson(ctx, target.contactId);
  const at = person.last?.at;
  let first: PersonConsent = person;
  while (first.last?.sourceId === visit && first.last.at.getTime() === at?.getTime()) {
    if (!first.previous) break;
    first = first.previous;
  }
  const range = { from: first.seq + 1, to: person.seq };
  if (!at || !proveUndo(person, range, ctx.now)) return null;
  const until = new Date(at.getTime() + UNDO_MINUTES * 60_000);
  return { token: signUndo(target, range), until };
}

/** The one topic that rows are about; null when they are about more. */
async function topicOfRows(ctx: Ctx, contactId: string, rows: { from: number; to: number }) {
  const ledger = await queries.listLedger(ctx.db, ctx.workspaceId, [contactId]);
  const own = ledger.filter((row) => row.seq >= rows.from && row.seq <= rows.to);
  const [first, ...others] = new Set(own.map((row) => row.topicId));
  return others.length === 0 ? (first ?? null) : null;
}

async function undo(
  ctx: Ctx,
  target: UnsubscribeTarget,
  given: { form: UnsubscribeForm; before: UnsubscribeView },
): Promise<UnsubscribeResult> {
  const { form, before } = given;
  const range = readUndo(target, form.undo ?? "");
  if (!range) throw new AppError("LINK_INVALID");
  const evidence = { from: String(range.from), to: String(range.to) };
  const [result] = await recordConsentBatch(ctx, [
    {
      contactId: target.contactId,
      campaignId: target.campaignId,
      action: "undo",
      topicId: await topicOfRows(ctx, target.contactId, range),
      legalEntityId: before.kit.entity.id,
      source: "unsubscribe_page",
      sourceId: form.visit,
      evidence,
    },
  ]);
  if (result?.outcome !== "recorded" && !(await isUndone(ctx, target, range))) {
    throw new AppError("UNDO_EXPIRED");
  }
  const view = await getUnsubscribeView(ctx, target);
  return { act: "undo", view, names: [], pausedUntil: null, undo: null };
}

/** Whether the last row already is this very undo: a second click on the button. */
async function isUndone(
  ctx: Ctx,
  target: UnsubscribeTarget,
  range: { from: number; to: number },
): Promise<boolean> {
  const { last } = await readPerson(ctx, target.contactId);
  return (
    last?.action === "undo" &&
    last.evidence.from === String(range.from) &&
    last.evidence.to === String(range.to)
  );
}

/** RFC 8058: ends the topic of the mail. A second call changes nothing. Throws LINK_INVALID. */
export async function unsubscribeOneClick(
  ctx: Ctx,
  target: UnsubscribeTarget,
  visit: VisitDetails,
): Promise<void> {
  const { view, address } = await load(ctx, target);
  const [result] = await recordConsentBatch(ctx, [
    {
      contactId: target.contactId,
      campaignId: target.campaignId,
      action: "withdraw",
      topicId: view.topic.id,
      source: "list_unsubscribe",
      sourceId: ctx.requestId,
      evidence: { protocol: "RFC 8058" },
      details: detailsOf(address, visit),
    },
  ]);
  if (!result || result.outcome === "refused") throw new AppError("CONSENT_TRANSITION");
  await tellDelivery(ctx, target);
}

/** The link stood in one letter alone: whoever used it has that letter. */
function tellDelivery({ db, workspaceId }: Ctx, target: UnsubscribeTarget): Promise<void> {
  const { contactId, campaignId } = target;
  return enqueue(db, "delivery.used", {
    payload: { kind: "unsubscribe", workspaceId, contactId, campaignId },
    key: `${contactId} ${campaignId}`,
  });
}
