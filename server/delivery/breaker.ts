import { logger } from "../kernel";
import type { Carried } from "./carried";
import type { DomainRest } from "./pace.core";

const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 1_000;
/** Who was not asked for so long begins anew. */
const FORGOTTEN_MS = 10 * LONGEST_PAUSE_MS;
/** After a rest so many of a domain are taken with each claim, until one is answered; others wait so long. */
const PROBES = 2;
const PROBE_MS = 2_000;
/** So many messages in a row without any answer, and the server is to blame, not one of them. */
export const SILENT_MESSAGES = 3;

/** Who rests, because they asked for it or could not be used: longer each time, at most a minute. */
function createBreaker(now: () => number) {
  const resting = new Map<string, { since: number; until: number; pauseMs: number }>();
  // Whole milliseconds: a steady clock has parts of them, a queue has not.
  const restOf = (key: string): number =>
    Math.max(0, Math.ceil((resting.get(key)?.until ?? 0) - now()));

  function lengthen(key: string): number {
    for (const [other, { until }] of resting) {
      if (until + FORGOTTEN_MS < now()) resting.delete(other);
    }
    const last = resting.get(key);
    const pauseMs = last ? Math.min(last.pauseMs * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    resting.set(key, { since: last?.since ?? now(), until: now() + pauseMs, pauseMs });
    return pauseMs;
  }

  return {
    restOf,
    lengthen,
    open: (key: string): void => {
      // Those that were under way together fail together: one rest for all of them.
      if (restOf(key) > 0) return;
      logger("delivery").warn({ key, pauseMs: lengthen(key) }, "sending pauses");
    },
    close: (key: string): void => void resting.delete(key),
    known: () => [...resting.keys()],
    /** Since its first rest, if nobody answered from then on. */
    failingFor: (key: string): number => now() - (resting.get(key)?.since ?? now()),
    has: (key: string) => resting.has(key),
    isEmpty: () => resting.size === 0,
  };
}

/** A message that was handed over, and to whom. */
interface About {
  key: string;
  domain: string;
  id: string;
}

/**
 * Which ways out rest, and which only for the mail to one recipient domain. `now` must never go back.
 */
export function createRests(now: () => number) {
  const servers = createBreaker(now);
  const domains = createBreaker(now);
  /** By server, whom nobody answered since the last answer. One message alone blames no server. */
  const silent = new Map<string, Set<string>>();
  const pair = (key: string, domain: string) => `${key} ${domain}`;
  const restOf = (key: string, domain: string): number =>
    domains.isEmpty()
      ? servers.restOf(key)
      : Math.max(servers.restOf(key), domains.restOf(pair(key, domain)));

  /** Whether its rest is over and nobody has answered yet: then one message tries it. */
  const isTried = (key: string) => servers.has(key) && servers.restOf(key) === 0;

  function answer(key: string): void {
    servers.close(key);
    if (silent.size > 0) silent.delete(key);
  }

  function silence(key: string, id: string): void {
    const unanswered = (silent.get(key) ?? new Set()).add(id);
    if (unanswered.size < SILENT_MESSAGES && !servers.has(key)) {
      silent.set(key, unanswered);
      return;
    }
    silent.delete(key);
    servers.open(key);
  }

  return {
    /** How long a way out rests, in milliseconds; 0 when it can be used. */
    restOfServer: servers.restOf,
    /** How long nobody has answered, in milliseconds, since it first had to rest; 0 when it has not. */
    failingFor: servers.failingFor,
    /** The same for the mail to one domain. */
    restOf,
    isTried,
    /** A message is handed over; after a rest all others wait for what it hears, as long as if it failed. */
    begin: (key: string): void => {
      if (isTried(key)) servers.lengthen(key);
    },
    /**
     * The domains for which each of these ways out rests, or has just rested: then a few try whether it is
     * over, and the others wait for what they hear.
     */
    domainsOf: (keys: readonly string[]): Map<string, DomainRest> => {
      const found = new Map<string, DomainRest>();
      const known = new Set(domains.known());
      for (const one of known) {
        const domain = one.slice(one.lastIndexOf(" ") + 1);
        const rests = keys.map((key) => restOf(key, domain));
        const restMs = Math.min(...rests);
        if (!keys.some((key) => one === pair(key, domain))) continue;
        if (restMs > 0) found.set(domain, { restMs, probes: 0 });
        else if (keys.every((key, at) => rests[at] !== 0 || known.has(pair(key, domain)))) {
          found.set(domain, { restMs: PROBE_MS, probes: PROBES });
        }
      }
      return found;
    },
    /** What was heard of a message. */
    note: (carried: Carried, { key, domain, id }: About): void => {
      switch (carried) {
        case "answered":
          answer(key);
          if (!domains.isEmpty()) domains.close(pair(key, domain));
          return;
        case "silent":
        case "lost":
          silence(key, id);
          return;
        case "unavailable":
          servers.open(key);
          return;
        case "throttled":
          // It is there, and speaks.
          answer(key);
          domains.open(pair(key, domain));
          return;
        case "unheard":
          return;
        default: {
          carried satisfies never;
        }
      }
    },
  };
}

export type Rests = ReturnType<typeof createRests>;
