import type { LetterTracking } from "../content";
import { env, readIds, signIds } from "../kernel";

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

/** Between the two halves of a click's token; in neither of them. */
const AND = "~";

/** Of a letter all mails have the same links. */
const linkTokens = new Map<string, string>();
const MOST_KEPT = 5_000;

function linkToken(workspaceId: string, linkId: string): string {
  const key = workspaceId + linkId;
  const known = linkTokens.get(key);
  if (known) return known;
  const token = signIds("link", [workspaceId, linkId]);
  if (linkTokens.size >= MOST_KEPT) linkTokens.clear();
  linkTokens.set(key, token);
  return token;
}

/**
 * The links of a mail whose reader allowed tracking: each names link and message, the pixel the
 * message. Ids only, signed each for itself; whoever puts the halves of two mails together is led to a
 * link of ours and kept with nobody (`keptWith`). The destination stands in no address. Never expire.
 */
export function trackedLinks(message: TrackedMessage): LetterTracking {
  const { workspaceId, contactId, messageId } = message;
  const token = signIds("message", [workspaceId, contactId, messageId]);
  return {
    linkTo: (linkId) => address("c", linkToken(workspaceId, linkId) + AND + token),
    pixelUrl: address("o", token),
  };
}

/** The links of everybody else's mail: the same for all its readers, and no pixel. */
export function untrackedLinks(workspaceId: string): LetterTracking {
  return { linkTo: (linkId) => address("c", linkToken(workspaceId, linkId)), pixelUrl: null };
}

/** What a click's token names, or null when any bit of it is not ours. */
export function readClickToken(token: string): ClickTarget | null {
  const [link = "", ...rest] = token.split(AND);
  const [workspaceId, linkId] = readIds("link", link, 2) ?? [];
  if (!workspaceId || !linkId) return null;
  if (rest.length === 0) return { workspaceId, linkId, message: null };
  const named = rest.length === 1 ? readOpenToken(rest[0] ?? "") : null;
  if (named?.workspaceId !== workspaceId) return null;
  const { contactId, messageId } = named;
  return { workspaceId, linkId, message: { contactId, messageId } };
}

/** The message that a pixel's token names, or null when any bit of it is not ours. */
export function readOpenToken(token: string): TrackedMessage | null {
  const [workspaceId, contactId, messageId] = readIds("message", token, 3) ?? [];
  return workspaceId && contactId && messageId ? { workspaceId, contactId, messageId } : null;
}
