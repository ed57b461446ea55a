import type { Tx } from "@/db";
import { trackablePeople, unsubscribeLinks } from "../consent";
import { findPeople, type Person } from "../contacts";
import { type CompiledLetter, findVersion, renderLetter } from "../content";
import { clock, sha256 } from "../kernel";
import { trackedLinks, untrackedLinks } from "../tracking";
import { type BrandKit, findBrandKit } from "../workspaces";
import type { Claim } from "./claim-queries";
import { listHeaders, messageIdOf } from "./headers.core";
import { composeMime } from "./mime";
import type { Envelope } from "./smtp-link";

/** A claimed message with everything it is composed from; read once per batch. */
export interface Draft {
  claim: Claim;
  /** Null when the person is gone. */
  person: Person | null;
  compiled: CompiledLetter | null;
  brandKit: BrandKit | null;
  /** The person allows that opens and clicks are kept with them. */
  isTracked: boolean;
}

/** A message ready for the wire. */
export interface Composed {
  raw: Buffer;
  envelope: Envelope;
  messageIdHeader: string;
  contentHash: string;
  isTracked: boolean;
}

/** Of a batch, who allows tracking: one question a brand. */
async function trackedContacts(
  tx: Tx,
  workspaceId: string,
  claims: readonly Claim[],
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for (const brandId of new Set(claims.map((one) => one.brandId))) {
    const contactIds = claims.filter((one) => one.brandId === brandId).map((one) => one.contactId);
    const asked = { brandId, contactIds, now: clock.now() };
    found.set(brandId, await trackablePeople(tx, workspaceId, asked));
  }
  return found;
}

/** Reads content, brands, people and their word on tracking for a batch of one workspace. */
export async function readDrafts(
  tx: Tx,
  workspaceId: string,
  claims: readonly Claim[],
): Promise<Draft[]> {
  const people = await findPeople(
    tx,
    workspaceId,
    claims.map((one) => one.contactId),
  );
  const byId = new Map(people.map((person) => [person.id, person]));
  const versions = new Map<string, CompiledLetter | null>();
  const brands = new Map<string, BrandKit | null>();
  for (const { versionId, brandId } of claims) {
    if (!versions.has(versionId))
      versions.set(versionId, await findVersion(tx, workspaceId, versionId));
    if (!brands.has(brandId)) brands.set(brandId, await findBrandKit(tx, workspaceId, brandId));
  }
  const tracked = await trackedContacts(tx, workspaceId, claims);
  return claims.map((claim) => ({
    claim,
    person: byId.get(claim.contactId) ?? null,
    compiled: versions.get(claim.versionId) ?? null,
    brandKit: brands.get(claim.brandId) ?? null,
    isTracked: tracked.get(claim.brandId)?.has(claim.contactId) ?? false,
  }));
}

/** `no_address` is a result; anything else thrown while composing is a render failure. */
export class NoAddress extends Error {
  override readonly name = "NoAddress";
}

/**
 * The whole message of one person. Pure but for CPU: the same draft gives the same bytes on every
 * attempt. Throws NoAddress, or what rendering throws.
 */
export async function compose(workspaceId: string, draft: Draft): Promise<Composed> {
  const { claim, person, compiled, brandKit, isTracked } = draft;
  if (!person?.email) throw new NoAddress();
  if (!compiled || !brandKit) throw new Error("The message's content or brand is missing.");
  const { brand } = brandKit;
  const { contactId, campaignId, topicId, dedupeKey } = claim;
  const links = unsubscribeLinks({ workspaceId, contactId, campaignId });
  const tracking = isTracked
    ? trackedLinks({ workspaceId, contactId, messageId: claim.id })
    : untrackedLinks(workspaceId);
  const letter = renderLetter(compiled, { person, brandKit, links, tracking });
  const messageIdHeader = messageIdOf({
    workspaceId,
    contactId,
    dedupeKey,
    senderEmail: brand.senderEmail,
  });
  const raw = await composeMime({
    ...letter,
    from: { name: brand.senderName, address: brand.senderEmail },
    to: person.email,
    replyTo: brand.replyTo,
    messageId: messageIdHeader,
    date: claim.createdAt,
    headers: listHeaders({
      workspaceId,
      brandId: brand.id,
      brandName: brand.name,
      topicId,
      campaignId,
      senderEmail: brand.senderEmail,
      oneClickUrl: links.oneClickUrl,
    }),
  });
  return {
    raw,
    messageIdHeader,
    contentHash: sha256(raw),
    isTracked,
    envelope: { from: brand.senderEmail, to: person.email },
  };
}
