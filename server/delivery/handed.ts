import { isId } from "../kernel";
import type { Result } from "./results";
import type { Taken } from "./taking";

/** A message on its way, and over which provider. */
export interface Handed extends Pick<Taken, "draft" | "domain" | "counted"> {
  via?: string;
}

/** What a result says, besides whose it is. */
export type Told = Pick<Result, "event"> & Partial<Result>;

/**
 * What is told of a message, with whose it is and what else it is about. Field by field, as in `toldBy`: where objects
 * of many kinds are spread into one its shape is found out anew for each message, which takes longer than its headers.
 */
export function resultOf({ draft, counted, via = "" }: Handed, told: Told): Result {
  const { contactId, id, fence, lane, campaignId } = draft.claim;
  const { event, reason, smtpCode, enhancedCode, remoteText, resolution } = told;
  const { bounce, delayMs, isFree, isDeath, takenAs } = told;
  const result: { [Field in keyof Required<Result>]: Result[Field] } = {
    contactId,
    id,
    fence,
    lane,
    campaignId,
    counted,
    address: draft.person?.email ?? null,
    serverId: serverIdOf(via),
    event,
    reason,
    smtpCode,
    enhancedCode,
    remoteText,
    resolution,
    bounce,
    delayMs,
    isFree,
    isDeath,
    takenAs,
  };
  return result;
}

/** A workspace's own mail server, of a provider's key; the installation's and the local mailbox have no row. */
export function serverIdOf(key: string): string | null {
  return isId(key) ? key : null;
}
