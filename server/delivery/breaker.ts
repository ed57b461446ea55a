import { logger } from "../kernel";
import type { DomainRest } from "./pace.core";

const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 1_000;
/** Who was not asked for so long begins anew. */
const FORGOTTEN_MS = 10 * LONGEST_PAUSE_MS;
/** After a rest so many of a domain are taken with each claim, until one is answered; others wait so long. */
const PROBES = 2;
const PROBE_MS = 2_000;

/** Who rests, because they asked for it or could not be used: longer each time, at most a minute. */
function createBreaker(now: () => number) {
  const resting = new Map<string, { until: number; pauseMs: number }>();
  // Whole milliseconds: a steady clock has parts of them, a queue has not.
  const restOf = (key: string): number =>
    Math.max(0, Math.ceil((resting.get(key)?.until ?? 0) - now()));
  return {
    restOf,
    open: (key: string): void => {
      // Those that were under way together fail together: one rest for all of them.
      if (restOf(key) > 0) return;
      for (const [other, { until }] of resting) {
        if (until + FORGOTTEN_MS < now()) resting.delete(other);
      }
      const last = resting.get(key);
      const pauseMs = last ? Math.min(last.pauseMs * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
      resting.set(key, { until: now() + pauseMs, pauseMs });
      logger("delivery").warn({ key, pauseMs }, "sending pauses");
    },
    close: (key: string): void => void resting.delete(key),
    known: () => [...resting.keys()],
    isEmpty: () => resting.size === 0,
  };
}

/** What came of handing a message to a way out. */
export type Carried =
  /** The receiver said what is to become of this message. */
  | "answered"
  /** Nobody answered, or nobody was asked. */
  | "unheard"
  /** The way out cannot be used at the moment; the message went back unharmed. */
  | "unavailable"
  /** The receiver wants no mail for this domain at the moment; the message went back unharmed. */
  | "throttled";

/**
 * Which ways out rest, and which only for the mail to one recipient domain. `now` must never go back.
 */
export function createRests(now: () => number) {
  const servers = createBreaker(now);
  const domains = createBreaker(now);
  const pair = (key: string, domain: string) => `${key} ${domain}`;
  const restOf = (key: string, domain: string): number =>
    domains.isEmpty()
      ? servers.restOf(key)
      : Math.max(servers.restOf(key), domains.restOf(pair(key, domain)));

  return {
    /** How long a way out rests, in milliseconds; 0 when it can be used. */
    restOfServer: servers.restOf,
    /** The same for the mail to one domain. */
    restOf,
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
    note: (carried: Carried, key: string, domain: string): void => {
      switch (carried) {
        case "answered":
          servers.close(key);
          if (!domains.isEmpty()) domains.close(pair(key, domain));
          return;
        case "unavailable":
          servers.open(key);
          return;
        case "throttled":
          // It is there, and speaks.
          servers.close(key);
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
