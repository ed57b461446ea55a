import { replayEnd, replayStart } from "../campaigns";
import { type PersonDeclaration, recordConsentBatch, trackablePeople } from "../consent";
import { findVersion } from "../content";
import { listReplayed, type ReplayedResult, replayResults } from "../delivery";
import type { Ctx } from "../kernel";
import { takeInVisits, type Visit } from "../tracking";
import { contactIdOf, type Ground, type Placed } from "./history";
import { demoId } from "./ids";
import { type Response, respond } from "./response.core";
import type { Shop, ShopPerson } from "./schemas";

/** Letters a second of the past. */
const RATE = 25;
const REFUSAL = { code: 550, enhanced: "5.1.1", text: "No such mailbox" };
const AGENTS = {
  person:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
  machine: "Mozilla/5.0",
};

/** A campaign of the past. `appeals` has one number for each variant, in their order. */
export interface Sending {
  campaignId: string;
  /** Tells this campaign's answers from another's. */
  seed: number;
  brandId: string;
  topicId: string;
  appeals: readonly number[];
}

interface Answered {
  person: ShopPerson;
  messageId: string;
  acceptedAt: Date;
  links: readonly string[];
  isTracked: boolean;
  response: Response;
}

type Named = Pick<Visit, "kind" | "linkId" | "machineReason" | "agent"> & { at: Date };

function visitsOf(answered: Answered): Named[] {
  const { response, links, acceptedAt } = answered;
  const linkAt = (place: number) => links[place] ?? links[0] ?? null;
  const opens = response.opens.map(({ at, isMachine }): Named => {
    const machineReason = isMachine ? "agent" : null;
    const agent = isMachine ? AGENTS.machine : AGENTS.person;
    return { kind: "open", linkId: null, at, machineReason, agent };
  });
  const clicks = response.clicks.map(
    ({ at, link }): Named => ({
      kind: "click",
      linkId: linkAt(link),
      at,
      machineReason: null,
      agent: AGENTS.person,
    }),
  );
  // A gateway has tried every link two seconds after the letter was there.
  const scans = response.isScanned
    ? links.map(
        (linkId): Named => ({
          kind: "click",
          linkId,
          at: new Date(acceptedAt.getTime() + 1_500),
          machineReason: null,
          agent: AGENTS.machine,
        }),
      )
    : [];
  return [...opens, ...clicks, ...scans].filter(({ kind, linkId }) => kind === "open" || linkId);
}

/** The visits of one letter; of a reader who is not measured, clicks name nobody and opens are unseen. */
function asVisits(ctx: Ctx, answered: Answered): Visit[] {
  const { person, messageId, isTracked } = answered;
  const contactId = contactIdOf(person);
  return visitsOf(answered)
    .filter(({ kind }) => isTracked || kind === "click")
    .map(({ at, ...visit }, index) => ({
      ...visit,
      id: demoId(at, `visit:${messageId}:${index}`),
      at: at.toISOString(),
      workspaceId: ctx.workspaceId,
      message: isTracked ? { contactId, messageId } : null,
      origin: isTracked
        ? `${visit.agent === AGENTS.machine ? "gateway" : "home"}:${contactId}`
        : "",
    }));
}

function resultOf(answered: Answered): ReplayedResult {
  const { person, messageId, acceptedAt: at, isTracked, response } = answered;
  const refusal = response.isFailed ? REFUSAL : null;
  return { contactId: contactIdOf(person), messageId, at, isTracked, refusal };
}

async function leave(ctx: Ctx, sending: Sending, answers: readonly Answered[]): Promise<void> {
  const declarations = answers.flatMap(({ person, response }): PersonDeclaration[] =>
    response.unsubscribesBy
      ? [
          {
            contactId: contactIdOf(person),
            topicId: sending.topicId,
            action: "withdraw",
            source: response.unsubscribesBy,
            campaignId: sending.campaignId,
          },
        ]
      : [],
  );
  await recordConsentBatch(ctx, declarations);
}

async function answersOf(ctx: Ctx, sending: Sending, shop: Shop): Promise<Answered[]> {
  const { db, workspaceId } = ctx;
  const people = new Map(shop.people.map((person) => [contactIdOf(person), person]));
  const messages = await listReplayed(db, workspaceId, sending.campaignId);
  const contactIds = messages.map((message) => message.contactId);
  const { brandId } = sending;
  const trackable = await trackablePeople(db, workspaceId, { brandId, contactIds, now: ctx.now });
  const versions = [...new Set(messages.map((message) => message.versionId))];
  const links = new Map<string, string[]>();
  for (const id of versions) {
    const compiled = await findVersion(db, workspaceId, id);
    links.set(id, compiled?.links.flatMap((link) => link.id ?? []) ?? []);
  }
  return messages.flatMap(({ messageId, contactId, variant, versionId }, index): Answered[] => {
    const person = people.get(contactId);
    const own = links.get(versionId) ?? [];
    if (!person) return [];
    const acceptedAt = new Date(ctx.now.getTime() + Math.round((index / RATE) * 1_000) + 2_000);
    const appeal = sending.appeals[variant] ?? 1;
    const letter = { acceptedAt, links: own.length, appeal };
    const response = respond(sending.seed, person, { letter, products: shop.products });
    const isTracked = trackable.has(contactId);
    return [{ person, messageId, acceptedAt, links: own, isTracked, response }];
  });
}

/**
 * Lets a campaign of the past go out at `ctx.now` to whoever may be written to then, and have its
 * answers: opens, clicks, people who leave. Nothing is sent. Returns the orders that follow from it.
 */
export async function sendInThePast(
  ctx: Ctx,
  sending: Sending,
  given: { shop: Shop; ground: Ground },
): Promise<Placed[]> {
  const { shop } = given;
  await replayStart(ctx, sending.campaignId);
  const answers = await answersOf(ctx, sending, shop);
  await replayResults(ctx.db, ctx.workspaceId, answers.map(resultOf));
  const last = answers.at(-1)?.acceptedAt ?? ctx.now;
  await replayEnd({ ...ctx, now: new Date(last.getTime() + 1_000) }, sending.campaignId);
  const arrived = answers.filter(({ response }) => !response.isFailed);
  await takeInVisits(
    ctx,
    arrived.flatMap((answered) => asVisits(ctx, answered)),
  );
  await leave({ ...ctx, now: new Date(last.getTime() + 6 * 3_600_000) }, sending, arrived);
  return arrived.flatMap(({ person, response: { order } }, index): Placed[] =>
    order ? [{ person, order: { ...order, number: `B-${sending.seed}${10_001 + index}` } }] : [],
  );
}
