import type { Result } from "./results";
import type { Taken } from "./taking";

/** A message on its way, and over which provider. */
export interface Handed extends Pick<Taken, "draft" | "counted"> {
  via?: string;
}

/** What a result says, besides whose it is. */
export type Told = Pick<Result, "event"> & Partial<Result>;

/** Whose result it is, and what else it is about. */
export function named({ draft, counted, via = "" }: Handed) {
  const { contactId, id, fence, lane, campaignId } = draft.claim;
  const address = draft.person?.email ?? null;
  // The installation's server and the local mailbox have no row.
  const serverId = isId(via) ? via : null;
  return { contactId, id, fence, lane, campaignId, address, counted, serverId };
}

const isId = (text: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text);
