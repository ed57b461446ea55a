/** What a look at the DNS said of one record. */
export type DkimFinding =
  | { state: "ok" }
  | { state: "missing" }
  /** Another key stands there; `found` is its end. */
  | { state: "other_key"; found: string }
  /** `p=` is empty: whoever wrote it withdrew the key. */
  | { state: "revoked" }
  | { state: "several"; count: number }
  /** Quotes are part of the text, which verifiers do not remove. */
  | { state: "quoted" }
  | { state: "malformed"; found: string }
  | { state: "unreachable" };

export type SpfFinding =
  | { state: "ok"; found: string }
  | { state: "missing" }
  | { state: "several"; count: number }
  | { state: "unreachable" };

export type DmarcFinding =
  | { state: "ok"; found: string; policy: string; at: string }
  | { state: "missing" }
  | { state: "several"; count: number }
  | { state: "malformed"; found: string }
  | { state: "unreachable" };

/** All that one look at a domain's DNS found; `keys` by the id of the key. */
export interface DnsFindings {
  keys: Record<string, DkimFinding>;
  spf: SpfFinding;
  dmarc: DmarcFinding;
}

export const DOMAIN_STATES = ["pending", "verified", "failing"] as const;
export type DomainState = (typeof DOMAIN_STATES)[number];

export interface DomainStanding {
  state: DomainState;
  verifiedAt: Date | null;
  failingSince: Date | null;
}

/** How long mail goes on when a record that was there is gone. */
export const GRACE_DAYS = 3;
const GRACE_MS = GRACE_DAYS * 86_400_000;

/**
 * What a domain is after a look at the record of its signing key. A resolver that did not answer says
 * nothing about the record: all stays as it was.
 */
export function nextStanding(
  before: DomainStanding,
  finding: DkimFinding,
  now: Date,
): DomainStanding {
  if (finding.state === "unreachable") return before;
  if (finding.state === "ok") {
    return { state: "verified", verifiedAt: before.verifiedAt ?? now, failingSince: null };
  }
  if (before.state === "pending") return before;
  return { ...before, state: "failing", failingSince: before.failingSince ?? now };
}

/** The moment from which a failing domain counts as unverified; null when it is not failing. */
export function graceEnd({ state, failingSince }: Omit<DomainStanding, "verifiedAt">): Date | null {
  return state === "failing" && failingSince ? new Date(failingSince.getTime() + GRACE_MS) : null;
}

/** Whether mail may be sent from a domain: verified, or failing for less than the time of grace. */
export function maySendFrom(domain: Omit<DomainStanding, "verifiedAt">, now: Date): boolean {
  if (domain.state === "verified") return true;
  const end = graceEnd(domain);
  return end !== null && now < end;
}

export function isDomainState(text: string): text is DomainState {
  return (DOMAIN_STATES as readonly string[]).includes(text);
}

/**
 * The domains that may stand for a From address: its own and those above it, nearest first. DMARC's
 * relaxed alignment asks for the same organizational domain; from the one that is proven downwards
 * this always holds. Upwards it may hold, too, but a proof for `news.shop.example` says nothing about
 * who owns `shop.example`.
 */
export function domainsAbove(email: string): string[] {
  const labels = email.slice(email.lastIndexOf("@") + 1).split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}
