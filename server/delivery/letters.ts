import type { Tx } from "@/db";
import { unsubscribeLinks } from "../consent";
import { findPeople, type Person } from "../contacts";
import { type CompiledLetter, findVersion, renderLetter } from "../content";
import { sha256 } from "../kernel";
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
}

/** A message ready for the wire. */
export interface Composed {
  raw: Buffer;
  envelope: Envelope;
  messageIdHeader: string;
  contentHash: string;
}

/** Reads content, brands and people of a batch of one workspace. */
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
  return claims.map((claim) => ({
    claim,
    person: byId.get(claim.contactId) ?? null,
    compiled: versions.get(claim.versionId) ?? null,
    brandKit: brands.get(claim.brandId) ?? null,
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
  const { claim, person, compiled, brandKit } = draft;
  if (!person?.email) throw new NoAddress();
  if (!compiled || !brandKit) throw new Error("The message's content or brand is missing.");
  const { brand } = brandKit;
  const { contactId, campaignId, topicId, dedupeKey } = claim;
  const links = unsubscribeLinks({ workspaceId, contactId, campaignId });
  const letter = renderLetter(compiled, { person, brandKit, links });
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
    envelope: { from: brand.senderEmail, to: person.email },
  };
}
