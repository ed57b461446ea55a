import type { Tx } from "@/db";
import { reserveSent, returnSent, warmUpLimit } from "../senders";
import { type Claim, claim, listSending, type Sending, type Source } from "./claim-queries";
import type { Due } from "./due-queries";
import { domainOf } from "./headers.core";
import { type Draft, readDrafts } from "./letters";
import { createPacer, type Pacer } from "./pacer.core";
import type { ChannelProvider } from "./provider";
import type { Way, Ways } from "./ways";

/** A domain's day that a message was counted on; null when its domain is not being warmed up. */
export type Counted = { domainId: string; day: string } | null;

/** A message in this process's hands with its ways out, the one to try first first. */
export interface Taken {
  workspaceId: string;
  draft: Draft;
  /** Of its recipient's address. */
  domain: string;
  providers: ChannelProvider[];
  counted: Counted;
}

export interface TakingPorts {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  now(): Date;
  ways: Ways;
  workerId: string;
  /** How many more messages a way out has use for, waiting ones counted; 0 when it rests. */
  capacityOf(provider: ChannelProvider): number;
}

/** Longer waits for a recipient's domain are spent in the queue, not in our hands. */
const SHORT_WAIT_MS = 500;
/** A warm-up day that is used up is looked at again after so long. */
const WARM_UP_REST_MS = 30_000;

/**
 * Takes messages of one workspace's lane: only so many as their ways out have use for, and as the
 * warm-up of their sender's domain allows today. No attempt is burnt by a limit.
 */
export function createTaker(ports: TakingPorts) {
  /** By recipient domain of a workspace. */
  const pacers = new Map<string, Pacer>();
  /** Campaigns whose domain has sent its share of the day. */
  const resting = new Map<string, number>();

  async function warmUpFor(
    tx: Tx,
    way: Way,
    asked: { workspaceId: string; senderEmail: string; wanted: number },
  ): Promise<{ allowed: number; counted: Counted }> {
    const { workspaceId, senderEmail, wanted } = asked;
    const warmUp = way.warmUpOf(senderEmail);
    const limit = warmUp ? warmUpLimit(warmUp.plan, way.day) : null;
    if (!warmUp || limit === null) return { allowed: wanted, counted: null };
    const { domainId } = warmUp;
    const { day } = way;
    const allowed = await reserveSent(tx, { workspaceId, domainId, day }, { limit, wanted });
    return { allowed, counted: { domainId, day } };
  }

  async function takeCampaign(
    tx: Tx,
    way: Way,
    asked: { workspaceId: string; limit: number; campaign: Sending },
  ): Promise<{ claims: Claim[]; counted: Counted }> {
    const { workspaceId, campaign } = asked;
    const none = { claims: [], counted: null };
    if ((resting.get(campaign.id) ?? 0) > ports.now().getTime()) return none;
    const ways = way.providersFor({ brandId: campaign.brandId, kind: "marketing" });
    const wanted = Math.min(asked.limit, Math.max(...ways.map(ports.capacityOf)));
    if (wanted <= 0) return none;
    const { senderEmail } = campaign;
    const { allowed, counted } = await warmUpFor(tx, way, { workspaceId, senderEmail, wanted });
    if (allowed === 0) {
      resting.set(campaign.id, ports.now().getTime() + WARM_UP_REST_MS);
      return none;
    }
    const source: Source = { lane: "campaign", campaignId: campaign.id };
    const { workerId } = ports;
    const claims = await claim(tx, workspaceId, { ...source, workerId, limit: allowed });
    const unused = allowed - claims.length;
    if (counted && unused > 0) await returnSent(tx, { workspaceId, ...counted }, unused);
    return { claims, counted };
  }

  /** Claims up to `limit` messages of a workspace's lane, each sending campaign in turn. */
  async function claimAll(
    tx: Tx,
    way: Way,
    { workspaceId, lane, limit }: Due & { limit: number },
  ): Promise<{ claim: Claim; counted: Counted }[]> {
    if (lane !== "campaign") {
      const { workerId } = ports;
      const claims = await claim(tx, workspaceId, { lane, campaignId: null, workerId, limit });
      return claims.map((one) => ({ claim: one, counted: null }));
    }
    const found: { claim: Claim; counted: Counted }[] = [];
    for (const campaign of await listSending(tx, workspaceId)) {
      const left = limit - found.length;
      if (left <= 0) break;
      const taken = await takeCampaign(tx, way, { workspaceId, campaign, limit: left });
      found.push(...taken.claims.map((one) => ({ claim: one, counted: taken.counted })));
    }
    return found;
  }

  return {
    take: (due: Due, limit: number): Promise<Taken[]> =>
      ports.inWorkspace(due.workspaceId, async (tx) => {
        const { workspaceId } = due;
        const way = await ports.ways.wayOf(tx, workspaceId, ports.now());
        const found = await claimAll(tx, way, { ...due, limit });
        if (found.length === 0) return [];
        const claims = found.map((one) => one.claim);
        const { signerOf } = way;
        const drafts = await readDrafts(tx, workspaceId, { claims, signerOf });
        return drafts.map((draft, at) => ({
          workspaceId,
          draft,
          domain: domainOf(draft.person?.email ?? ""),
          providers: way.providersFor(draft.claim),
          counted: found[at]?.counted ?? null,
        }));
      }),

    /**
     * How long a message has to wait for its recipient's domain: its turn is taken. Short waits are
     * none.
     */
    waitFor: ({ workspaceId, domain }: Taken): number => {
      const perMinute = ports.ways.limitOf(workspaceId, domain);
      if (perMinute === null) return 0;
      const key = `${workspaceId} ${domain}`;
      const pacer = pacers.get(key) ?? createPacer(1);
      pacers.set(key, pacer);
      pacer.setRate(perMinute / 60 / ports.ways.processes());
      const wait = pacer.take(ports.now().getTime());
      return wait > SHORT_WAIT_MS ? wait : 0;
    },
  };
}
