import type { Tx } from "@/db";
import { clock } from "../kernel";
import type { Counted } from "./change.core";
import {
  type Claim,
  claim,
  type Look,
  listSending,
  type Sending,
  type Source,
} from "./claim-queries";
import type { Due } from "./due-queries";
import { domainOf } from "./headers.core";
import { type Draft, readDrafts } from "./letters";
import type { Notices } from "./notices";
import { type DomainRest, type DomainRule, domainRules, inTurn } from "./pace.core";
import { countPassing, makeRoom, settlePaces } from "./pace-queries";
import type { ChannelProvider } from "./provider";
import { createQueuePasses } from "./queue-passes";
import { reopen } from "./reopen";
import { type Asking, roomOf } from "./rooms";
import type { Lane } from "./schemas";
import { createUnreadableLetters } from "./unreadable-letters";
import { claimWarming, type WarmingDay, warmingOf } from "./warming";
import type { Way, Ways } from "./ways";

interface Held {
  claim: Claim;
  counted: Counted;
}

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
  notices: Notices;
  /** How many more messages of a lane these ways out have use for; 0 when they are full or rest. */
  capacityOf(providers: readonly ChannelProvider[], lane: Lane): number;
  /** Which of them is used now; none when all rest. */
  foremost(providers: readonly ChannelProvider[]): ChannelProvider | undefined;
  /** Recipient domains that none of these ways out takes mail for now, but for what tries it. */
  restingDomains(providers: readonly ChannelProvider[]): ReadonlyMap<string, DomainRest>;
}

/** The claim was made, and its commit not answered. */
export class ClaimInDoubt extends Error {
  override readonly name = "ClaimInDoubt";
}

/** A warm-up day that is used up is looked at again after so long. */
const WARM_UP_REST_MS = 30_000;
/** What was counted on it goes on, and is looked for so often while there is nothing of it. */
const USED_UP_LOOK_MS = 5_000;
/** Where no way out had room nobody looks again so long, unless there is room again. */
const FULL_MS = 1_000;

/**
 * Takes messages of one workspace's lane: only so many as their ways out have use for, and as the
 * warm-up of their sender's domain allows today. No attempt is burnt by a limit.
 */
export function createTaker(ports: TakingPorts) {
  /** Campaigns whose domain has sent its share of the day. */
  const resting = new Map<string, number>();
  /** Of those, the ones that had nothing more to try today when that was last looked for. */
  const lookedAt = new Map<string, number>();
  /** By workspace, the plan whose limits its lines were last brought in accord with. */
  const settled = new Map<string, Way>();
  /** By workspace, the campaign that had the first turn last time. */
  const first = new Map<string, string>();
  /** By workspace and lane, the ways out that had no room for anything of it when it was last looked at. */
  const full = new Map<string, { choices: ChannelProvider[][]; at: number }>();

  const letters = createUnreadableLetters(ports.notices);
  const inPasses = createQueuePasses();
  const isUsedUp = (campaignId: string) => (resting.get(campaignId) ?? 0) > clock.steady();

  const dueKey = ({ workspaceId, lane }: Due) => `${workspaceId} ${lane}`;

  function noteFull(due: Due, choices: ChannelProvider[][]): void {
    full.set(dueKey(due), { choices, at: clock.steady() });
  }

  function isFull(due: Due): boolean {
    const known = full.get(dueKey(due));
    if (!known) return false;
    const isStill =
      clock.steady() - known.at < FULL_MS &&
      known.choices.every((providers) => ports.capacityOf(providers, due.lane) === 0);
    if (!isStill) full.delete(dueKey(due));
    return isStill;
  }

  /** A campaign with its ways out, the one of them that it would use now, and for how many more. */
  function askingOf(way: Way, campaign: Sending): Asking {
    const { brandId, senderEmail } = campaign;
    const providers = way.providersFor({ brandId, kind: "marketing", senderEmail });
    const room = ports.capacityOf(providers, "campaign");
    return { campaign, providers, foremost: ports.foremost(providers), room };
  }

  async function wayOf(tx: Tx, workspaceId: string): Promise<Way> {
    const way = await ports.ways.wayOf(tx, workspaceId, ports.now());
    if (settled.get(workspaceId) !== way) await settlePaces(tx, workspaceId, way.limits);
    settled.set(workspaceId, way);
    return way;
  }

  /** What one look at a campaign's queue gives, of at most so many; notes what it counted. */
  async function takeLook(
    tx: Tx,
    about: {
      workspaceId: string;
      campaign: Sending;
      rules: DomainRule[];
      warming: WarmingDay | null;
      isOver: boolean;
      countedIds: Set<string>;
    },
    { look, most }: { look: Look; most: number },
  ): Promise<Claim[]> {
    const { workspaceId, campaign, rules, warming, isOver, countedIds } = about;
    const { id: campaignId, resumedAt } = campaign;
    const countedOn = isOver ? warming?.day : undefined;
    const room = { campaignId, rules, wanted: most, look, countedOn };
    const limit = await makeRoom(tx, workspaceId, room);
    if (limit === 0) return [];
    const { workerId } = ports;
    const take = { lane: "campaign" as const, campaignId, workerId, limit, resumedAt, look };
    if (!warming) return claim(tx, workspaceId, take);
    const found = await claimWarming(tx, workspaceId, { take, warming, isUsedUp: isOver });
    if (found.isUsedUp && !isOver) resting.set(campaignId, clock.steady() + WARM_UP_REST_MS);
    for (const id of found.countedIds) countedIds.add(id);
    return found.claims;
  }

  async function takeCampaign(
    tx: Tx,
    way: Way,
    asked: { workspaceId: string; limit: number; campaign: Sending; providers: ChannelProvider[] },
  ): Promise<Held[]> {
    const { workspaceId, limit, campaign, providers } = asked;
    const { id: campaignId } = campaign;
    const warming = warmingOf(way, campaign.senderEmail);
    // Then only what was counted today goes on.
    const isOver = warming !== null && isUsedUp(campaignId);
    const isIdle = isOver && (lookedAt.get(campaignId) ?? 0) > clock.steady();
    if (limit === 0 || isIdle || letters.isResting(campaignId)) return [];
    // First, for what is moved to this moment needs its place in a line like everything else.
    if (campaign.sendWindow) await reopen(tx, workspaceId, campaign);
    const rules = domainRules(way.limits, ports.restingDomains(providers));
    const countedIds = new Set<string>();
    const about = { workspaceId, campaign, rules, warming, isOver, countedIds };
    const claims = await inPasses(campaignId, limit, async (look, most) =>
      isOver && look !== "returned" ? [] : takeLook(tx, about, { look, most }),
    );
    if (isOver && claims.length === 0) lookedAt.set(campaignId, clock.steady() + USED_UP_LOOK_MS);
    const day = warming ? { domainId: warming.domainId, day: warming.day } : null;
    return claims.map((one) => ({ claim: one, counted: countedIds.has(one.id) ? day : null }));
  }

  /**
   * Claims up to `limit` messages of the sending campaigns: each its share, what one has no use for is the
   * next one's, and another begins each time.
   */
  async function claimCampaigns(
    tx: Tx,
    way: Way,
    { workspaceId, limit }: { workspaceId: string; limit: number },
  ): Promise<Held[]> {
    const sending = inTurn(await listSending(tx, workspaceId), first.get(workspaceId));
    const [begins] = sending;
    if (!begins) return [];
    first.set(workspaceId, begins.id);
    const asking = sending.map((campaign) => askingOf(way, campaign));
    const most = Math.min(limit, roomOf(asking));
    if (most === 0) {
      const choices = asking.map(({ providers }) => providers);
      noteFull({ workspaceId, lane: "campaign" }, choices);
      return [];
    }
    const found: Held[] = [];
    const take = async (one: Asking, share: number): Promise<number> => {
      const asked = { ...one, workspaceId, limit: Math.min(share, one.room) };
      const taken = await takeCampaign(tx, way, asked);
      for (const other of asking) {
        if (other.foremost === one.foremost) other.room = Math.max(0, other.room - taken.length);
      }
      found.push(...taken);
      return taken.length;
    };
    const hungry: Asking[] = [];
    for (const [at, one] of asking.entries()) {
      const share = Math.ceil((most - found.length) / (asking.length - at));
      if (share > 0 && (await take(one, share)) === share) hungry.push(one);
    }
    for (const one of hungry) {
      if (found.length < most) await take(one, most - found.length);
    }
    return found;
  }

  /** Claims up to `limit` messages of a workspace's lane. */
  async function claimAll(
    tx: Tx,
    way: Way,
    { workspaceId, lane, limit }: Due & { limit: number },
  ): Promise<Held[]> {
    if (lane === "campaign") return claimCampaigns(tx, way, { workspaceId, limit });
    const { workerId } = ports;
    const choices = way.choicesFor(lane);
    const most = Math.max(...choices.map((providers) => ports.capacityOf(providers, lane)));
    if (most === 0) {
      noteFull({ workspaceId, lane }, choices);
      return [];
    }
    const source: Source = { lane, campaignId: null };
    const key = dueKey({ workspaceId, lane });
    const claims = await inPasses(key, Math.min(limit, most), (look, wanted) =>
      claim(tx, workspaceId, { ...source, workerId, limit: wanted, look }),
    );
    return claims.map((one) => ({ claim: one, counted: null }));
  }

  async function take(tx: Tx, due: Due, limit: number): Promise<Taken[]> {
    const { workspaceId } = due;
    const way = await wayOf(tx, workspaceId);
    const found = await claimAll(tx, way, { ...due, limit });
    if (found.length === 0) return [];
    const claims = found.map((one) => one.claim);
    const { signerOf } = way;
    const drafts = await readDrafts(tx, workspaceId, { claims, signerOf });
    letters.noteRead(workspaceId, claims);
    const taken = drafts.map((draft, at) => ({
      workspaceId,
      draft,
      domain: domainOf(draft.person?.email ?? ""),
      providers: way.providersFor({
        brandId: draft.claim.brandId,
        kind: draft.claim.kind,
        senderEmail: draft.brandKit?.brand.senderEmail ?? "",
      }),
      counted: found[at]?.counted ?? null,
    }));
    if (due.lane !== "campaign" && way.limits.length > 0) {
      const domains = taken.map(({ domain }) => domain);
      await countPassing(tx, workspaceId, domains);
    }
    return taken;
  }

  async function takeOnce(due: Due, limit: number): Promise<Taken[]> {
    let isDone = false;
    try {
      return await ports.inWorkspace(due.workspaceId, async (tx) => {
        const taken = await take(tx, due, limit);
        isDone = true;
        return taken;
      });
    } catch (error) {
      // What was settled may not have been committed.
      settled.delete(due.workspaceId);
      throw isDone ? new ClaimInDoubt("claimed or not", { cause: error }) : error;
    }
  }

  return {
    /** Whether it is known, without asking the database, that no way out has room for this. */
    isFull,
    /** How many workspaces and lanes may be full. */
    countFull: () => full.size,
    /** Throws ClaimInDoubt when it may have been committed, and whatever else kept it from that. */
    take: async (due: Due, limit: number): Promise<Taken[]> => {
      // Once more for each campaign whose letter cannot be read.
      for (;;) {
        try {
          return await takeOnce(due, limit);
        } catch (error) {
          if (!letters.note(due.workspaceId, error)) throw error;
        }
      }
    },
  };
}
