import type { Tx } from "@/db";
import { sampleUnsubscribeLinks, trackablePeople, unsubscribeLinks } from "../consent";
import { findPeople, type Person } from "../contacts";
import {
  type CompiledLetter,
  findVersion,
  type LetterProducts,
  linkProducts,
  productsFor,
  renderEncoded,
} from "../content";
import { clock, sha256 } from "../kernel";
import { trackedLinks, untrackedLinks } from "../tracking";
import { type BrandKit, findBrandKit } from "../workspaces";
import type { Claim } from "./claim-queries";
import { type DkimKey, signed } from "./dkim";
import { listHeaders, messageIdOf } from "./headers.core";
import { bodyOf, composeMime, mimeBytes } from "./mime";
import type { Sign } from "./signing";
import type { Envelope } from "./smtp-types";

/** A claimed message with everything it is composed from; read once per batch. */
export interface Draft {
  claim: Claim;
  /** Null when the person is gone. */
  person: Person | null;
  compiled: CompiledLetter | null;
  brandKit: BrandKit | null;
  /** What its product blocks show this person, as of the moment it was read. */
  products: LetterProducts;
  /** The person allows that opens and clicks are kept with them. */
  isTracked: boolean;
  /** Of the sender's domain; without one the letter goes unsigned. */
  signer: DkimKey | null;
}

/** A message ready for the wire. */
export interface Composed {
  raw: Buffer;
  /** See `encodePiece`. */
  isDotFree: true;
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

/** Of a batch, the products of each message whose letter has product blocks, by message. */
async function productsOf(
  ctx: { db: Tx; workspaceId: string; now: Date },
  claims: readonly Claim[],
  versions: ReadonlyMap<string, CompiledLetter | null>,
): Promise<Map<string, LetterProducts>> {
  const found = new Map<string, LetterProducts>();
  for (const [versionId, compiled] of versions) {
    if (!compiled?.products.length) continue;
    const own = claims.filter((one) => one.versionId === versionId);
    const contactIds = own.map((one) => one.contactId);
    const products = await productsFor(ctx, compiled, contactIds);
    await linkProducts(ctx, versionId, products.values());
    for (const { id, contactId } of own) found.set(id, products.get(contactId) ?? {});
  }
  return found;
}

/**
 * Reads content, brands, keys, people, their products and their word on tracking for a batch of one
 * workspace.
 */
export async function readDrafts(
  tx: Tx,
  workspaceId: string,
  asked: { claims: readonly Claim[]; signerOf: (address: string) => DkimKey | null },
): Promise<Draft[]> {
  const { claims } = asked;
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
  const ctx = { db: tx, workspaceId, now: clock.now() };
  const products = await productsOf(ctx, claims, versions);
  return claims.map((claim) => ({
    claim,
    person: byId.get(claim.contactId) ?? null,
    compiled: versions.get(claim.versionId) ?? null,
    brandKit: brands.get(claim.brandId) ?? null,
    products: products.get(claim.id) ?? {},
    // Reports are about campaigns; of a receipt nobody needs to know whether it was read.
    isTracked: claim.campaignId
      ? (tracked.get(claim.brandId)?.has(claim.contactId) ?? false)
      : false,
    signer: asked.signerOf(brands.get(claim.brandId)?.brand.senderEmail ?? ""),
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
export async function compose(workspaceId: string, draft: Draft, sign?: Sign): Promise<Composed> {
  const { claim, person, compiled, brandKit, products, isTracked, signer } = draft;
  if (!person?.email) throw new NoAddress();
  if (!compiled || !brandKit) throw new Error("The message's content or brand is missing.");
  const { brand } = brandKit;
  const { contactId, campaignId, topicId, dedupeKey } = claim;
  // What needs no consent leaves nothing to withdraw.
  const links = campaignId
    ? unsubscribeLinks({ workspaceId, contactId, campaignId })
    : sampleUnsubscribeLinks();
  const tracking = isTracked
    ? trackedLinks({ workspaceId, contactId, messageId: claim.id })
    : untrackedLinks(workspaceId);
  const letter = renderEncoded(compiled, { person, brandKit, links, products, tracking });
  const messageIdHeader = messageIdOf({
    workspaceId,
    contactId,
    dedupeKey,
    senderEmail: brand.senderEmail,
  });
  const isListMail = campaignId !== null && topicId !== null;
  const mime = composeMime({
    // Each for itself: to spread them costs more than to encode the headers.
    subject: letter.subject,
    html: letter.html,
    text: letter.text,
    from: { name: brand.senderName, address: brand.senderEmail },
    to: person.email,
    replyTo: brand.replyTo,
    messageId: messageIdHeader,
    date: claim.datedAt,
    headers: isListMail
      ? listHeaders({
          workspaceId,
          brandId: brand.id,
          brandName: brand.name,
          topicId,
          campaignId,
          senderEmail: brand.senderEmail,
          oneClickUrl: links.oneClickUrl,
        })
      : { "Auto-Submitted": "auto-generated" },
  });
  const raw = mimeBytes(signer ? await signed(mime, signer, { at: claim.datedAt, sign }) : mime);
  return {
    raw,
    isDotFree: true,
    messageIdHeader,
    // A signature in the headers names the body's hash, so they stand for all of it.
    contentHash: sha256(signer ? raw.subarray(0, raw.length - bodyOf(mime).length) : raw),
    isTracked,
    envelope: { from: brand.senderEmail, to: person.email },
  };
}
