import type { DomainRow } from "./domain-queries";
import { type DnsFindings, type DomainStanding, isDomainState } from "./state.core";

/** What the last check found; only `check.ts` writes it. */
export function storedFindings({ findings }: Pick<DomainRow, "findings">): DnsFindings | null {
  return findings as DnsFindings | null;
}

/** Where a stored domain stands. A state that this version does not know is no proof. */
export function standingOf(row: DomainRow): DomainStanding {
  const { state, verifiedAt, failingSince } = row;
  return { state: isDomainState(state) ? state : "pending", verifiedAt, failingSince };
}
