import { env, packId, readIds, readToken, signIds, signToken } from "../kernel";

/** What an unsubscribe link names. It opens nothing else and can only reduce. */
export interface UnsubscribeTarget {
  workspaceId: string;
  contactId: string;
  campaignId: string;
}

/** The pages behind the footer's link and the List-Unsubscribe header of one message. Never expire. */
export function unsubscribeLinks(target: UnsubscribeTarget): {
  pageUrl: string;
  oneClickUrl: string;
} {
  const { workspaceId, contactId, campaignId } = target;
  return linksTo(signIds("unsubscribe", [workspaceId, contactId, campaignId]));
}

/** Token of the links in test letters: a page that says so and changes nothing. */
export const SAMPLE_TOKEN = "sample";

/** The links of a letter that is only shown or tested: they lead to a page that changes nothing. */
export function sampleUnsubscribeLinks(): { pageUrl: string; oneClickUrl: string } {
  return linksTo(SAMPLE_TOKEN);
}

function linksTo(token: string) {
  const base = env().BASE_URL;
  return {
    pageUrl: `${base}/unsubscribe/${token}`,
    oneClickUrl: `${base}/api/unsubscribe/${token}`,
  };
}

/** The target of a token, or null when any bit of it is not ours. */
export function readUnsubscribeToken(token: string): UnsubscribeTarget | null {
  const [workspaceId, contactId, campaignId] = readIds("unsubscribe", token, 3) ?? [];
  return workspaceId && contactId && campaignId ? { workspaceId, contactId, campaignId } : null;
}

/** Rows of one visit that its result page may take back. */
export interface UndoRange {
  from: number;
  to: number;
}

/** Stands in the result page only; whether it may still act is decided by the ledger's own times. */
export function signUndo(target: UnsubscribeTarget, range: UndoRange): string {
  const { workspaceId, contactId } = target;
  return signToken("undo", [
    packId(workspaceId),
    packId(contactId),
    String(range.from),
    String(range.to),
  ]);
}

/** The rows an undo token names, if it was made for this very person. */
export function readUndo(target: UnsubscribeTarget, token: string): UndoRange | null {
  const [workspace, contact, from, to, ...rest] = readToken("undo", token) ?? [];
  const isOwn = workspace === packId(target.workspaceId) && contact === packId(target.contactId);
  if (!isOwn || rest.length > 0 || !from || !to) return null;
  return { from: Number(from), to: Number(to) };
}
