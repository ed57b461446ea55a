import type { LetterTracking } from "../content";
import { env, packId, readToken, signToken, unpackId } from "../kernel";

/** The message whose opens and clicks may be kept with its reader. */
export interface TrackedMessage {
  workspaceId: string;
  contactId: string;
  messageId: string;
}

/** What a link of a mail names: its reader's message, or (null) nobody. */
export interface ClickTarget {
  workspaceId: string;
  linkId: string;
  message: { contactId: string; messageId: string } | null;
}

function address(path: string, token: string): string {
  return `${env().BASE_URL}/t/${path}/${token}`;
}

/**
 * The links of a mail whose reader allowed tracking: each names message and link, the pixel the
 * message. Ids only, signed; the destination stands in no address. Never expire.
 */
export function trackedLinks(message: TrackedMessage): LetterTracking {
  const { workspaceId, contactId, messageId } = message;
  const parts = [workspaceId, contactId, messageId].map(packId);
  return {
    linkTo: (linkId) => address("c", signToken("click", [...parts, packId(linkId)])),
    pixelUrl: address("o", signToken("open", parts)),
  };
}

/** The links of everybody else's mail: the same for all its readers, and no pixel. */
export function untrackedLinks(workspaceId: string): LetterTracking {
  return {
    linkTo: (linkId) => address("c", signToken("click", [packId(workspaceId), packId(linkId)])),
    pixelUrl: null,
  };
}

function readIds(parts: string[] | null): string[] {
  return (parts ?? []).map((part) => unpackId(part) ?? "");
}

/** What a click's token names, or null when any bit of it is not ours. */
export function readClickToken(token: string): ClickTarget | null {
  const ids = readIds(readToken("click", token));
  if (ids.includes("")) return null;
  const [workspaceId = "", ...rest] = ids;
  if (rest.length === 1) return { workspaceId, linkId: rest[0] ?? "", message: null };
  const [contactId = "", messageId = "", linkId = ""] = rest;
  return rest.length === 3 ? { workspaceId, linkId, message: { contactId, messageId } } : null;
}

/** The message that a pixel's token names, or null when any bit of it is not ours. */
export function readOpenToken(token: string): TrackedMessage | null {
  const ids = readIds(readToken("open", token));
  const [workspaceId = "", contactId = "", messageId = ""] = ids;
  return ids.length === 3 && !ids.includes("") ? { workspaceId, contactId, messageId } : null;
}
