import { isbot } from "isbot";
import type { EventKind, MachineReason } from "./schemas";

/** What a request says of itself. Header names are lower case. */
export interface RequestFacts {
  kind: EventKind;
  method: string;
  agent: string;
  header: (name: string) => string | null;
}

/** Fetch a picture when, and only when, a person looks at the mail; isbot takes them for machines. */
const OPENED_BY_PEOPLE = [
  // Gmail and Yahoo load pictures through their proxies at the moment of opening.
  /GoogleImageProxy/i,
  /YahooMailProxy/i,
  // Mail programs that name themselves and nothing else.
  /\b(?:K-9 Mail|Thunderbird|eM ?Client|FairEmail|Spark|Mailspring)\b/i,
];

/** Machines that isbot does not know. */
const OWN_MACHINES = [
  // Apple's mail privacy proxy fetches every picture of every mail, read or not.
  /^Mozilla\/5\.0$/,
  // Gmail's scanner at delivery: a browser of 2015 with the beginning of another at its end.
  /Edge\/12\.246 Mozilla\/5\.0$/,
  /(?:SafeLinks|UrlDefense|Barracuda|Mimecast|IronPort|FireEye|Trend ?Micro|Symantec|Forcepoint)/i,
];

const PREFETCH_HEADERS = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

function isPrefetch(header: RequestFacts["header"]): boolean {
  return PREFETCH_HEADERS.some((name) => /prefetch|prerender|preview/i.test(header(name) ?? ""));
}

function isMachineAgent(kind: EventKind, agent: string): boolean {
  const name = agent.trim();
  if (name === "" || OWN_MACHINES.some((pattern) => pattern.test(name))) return true;
  if (kind === "open" && OPENED_BY_PEOPLE.some((pattern) => pattern.test(name))) return false;
  return isbot(name);
}

/** What the request alone betrays: a machine's reason, or null when a person may have made it. */
export function judgeRequest(facts: RequestFacts): MachineReason | null {
  if (facts.method !== "GET") return "method";
  if (isPrefetch(facts.header)) return "prefetch";
  return isMachineAgent(facts.kind, facts.agent) ? "agent" : null;
}

/** How far a message has come. */
export interface DeliveryFacts {
  state: string;
  intentAt: Date | null;
  resultAt: Date | null;
}

/** A person needs longer than this from a mail's arrival to its first link. */
const ARRIVAL_MS = 1_000;

/**
 * Since when a person can have had the mail. One whose fate is not known may have arrived right
 * after its last byte; one that never left our hands was seen only by the server that checked it.
 */
function deliveredAt({ state, intentAt, resultAt }: DeliveryFacts): Date | null {
  if (state === "accepted") return resultAt;
  return state === "unknown" ? intentAt : null;
}

/** Whether something happened before anybody can have read the mail. */
export function isBeforeDelivery(at: Date, delivery: DeliveryFacts): boolean {
  const since = deliveredAt(delivery);
  return since === null || at.getTime() < since.getTime() + ARRIVAL_MS;
}

/** A click as the rule of every link sees it. */
export interface ClickFacts {
  id: string;
  linkId: string;
  origin: string;
  at: Date;
}

/** Within this a gateway has tried every link; nobody reads that fast. */
export const EVERY_LINK_MS = 2_000;

/**
 * Ids of the clicks of one message that a gateway made: from one origin, within two seconds, three
 * different links, or both of a mail that has two. A mail with one link tells nothing.
 */
export function findSweeps(clicks: readonly ClickFacts[], linkCount: number): Set<string> {
  const wanted = Math.min(linkCount, 3);
  const found = new Set<string>();
  if (wanted < 2) return found;
  const byOrigin = new Map<string, ClickFacts[]>();
  for (const click of clicks) {
    byOrigin.set(click.origin, [...(byOrigin.get(click.origin) ?? []), click]);
  }
  for (const own of byOrigin.values()) {
    own.sort((a, b) => a.at.getTime() - b.at.getTime());
    for (const [index, last] of own.entries()) {
      const window = own
        .slice(0, index + 1)
        .filter((click) => last.at.getTime() - click.at.getTime() <= EVERY_LINK_MS);
      if (new Set(window.map((click) => click.linkId)).size < wanted) continue;
      for (const click of window) found.add(click.id);
    }
  }
  return found;
}
