/** A domain for which not everything that is due may go now, and why. */
export interface DomainRule {
  domain: string;
  /** From one message to the next, by the limit of the workspace; null: no limit. */
  gapMs: number | null;
  /** Nothing before so long from now: receivers asked us to wait. 0: they did not. */
  restMs: number;
}

/** The rules that limits and rests make; none, and every message may go as it comes. */
export function domainRules(
  limits: readonly { domain: string; perMinute: number }[],
  rests: ReadonlyMap<string, number>,
): DomainRule[] {
  const rules = limits.map(({ domain, perMinute }) => ({
    domain,
    gapMs: 60_000 / perMinute,
    restMs: rests.get(domain) ?? 0,
  }));
  const limited = new Set(limits.map(({ domain }) => domain));
  const resting = [...rests].filter(([domain]) => !limited.has(domain));
  return [...rules, ...resting.map(([domain, restMs]) => ({ domain, gapMs: null, restMs }))];
}

/** What is in its turn, beginning after the one that began last time. */
export function inTurn<T extends { id: string }>(all: readonly T[], last: string | undefined): T[] {
  const at = all.findIndex(({ id }) => id === last) + 1;
  return [...all.slice(at), ...all.slice(0, at)];
}
