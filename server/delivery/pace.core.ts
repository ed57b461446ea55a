/** A domain whose receivers asked us to wait: nothing before so long from now, but for a few that try it. */
export interface DomainRest {
  restMs: number;
  probes: number;
}

/** A domain for which not everything that is due may go now, and why; 0 ms of rest is none. */
export interface DomainRule extends DomainRest {
  domain: string;
  /** From one message to the next, by the limit of the workspace; null: no limit. */
  gapMs: number | null;
}

const NO_REST: DomainRest = { restMs: 0, probes: 0 };

/** The rules that limits and rests make; none, and every message may go as it comes. */
export function domainRules(
  limits: readonly { domain: string; perMinute: number }[],
  rests: ReadonlyMap<string, DomainRest>,
): DomainRule[] {
  const rules = limits.map(({ domain, perMinute }) => ({
    domain,
    gapMs: 60_000 / perMinute,
    ...(rests.get(domain) ?? NO_REST),
  }));
  const limited = new Set(limits.map(({ domain }) => domain));
  const resting = [...rests].filter(([domain]) => !limited.has(domain));
  return [...rules, ...resting.map(([domain, rest]) => ({ domain, gapMs: null, ...rest }))];
}

/** What is in its turn, beginning after the one that began last time. */
export function inTurn<T extends { id: string }>(all: readonly T[], last: string | undefined): T[] {
  const at = all.findIndex(({ id }) => id === last) + 1;
  return [...all.slice(at), ...all.slice(0, at)];
}
