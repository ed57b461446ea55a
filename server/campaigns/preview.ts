import { reachableContacts, sampleUnsubscribeLinks, unsubscribeLinks } from "../consent";
import { findPeople } from "../contacts";
import {
  type CompiledLetter,
  compileDraft,
  findVersion,
  NOBODY,
  productsFor,
  renderLetter,
} from "../content";
import { composeFile } from "../delivery";
import { AppError, type Ctx } from "../kernel";
import { reachableAmong } from "./audience";
import { type LoadedCampaign, loadCampaign } from "./edit";
import { idBetween } from "./pick.core";
import * as queries from "./queries";
import type { PreviewInput } from "./schemas";
import { findVersionDraft } from "./versions";

/**
 * The saved letter (once it is being sent: the frozen one; or an earlier version, by name) as one
 * person would get it: the same compile, the same rendering and the same links as the mail, so its
 * HTML is the mail's, byte for byte. Without a person: nobody's data. Who may change nothing about a
 * person gets no link that unsubscribes them either (`hasRealLinks` false).
 */
export async function previewLetter(
  ctx: Ctx,
  input: PreviewInput,
  { hasRealLinks } = { hasRealLinks: true },
) {
  const loaded = await loadCampaign(ctx, input.id, input.variantId);
  const { kit, row } = loaded;
  const person = input.contactId
    ? (await findPeople(ctx.db, ctx.workspaceId, [input.contactId]))[0]
    : NOBODY;
  if (!person) throw new AppError("NOT_FOUND");
  const compiled = await compiledFor(ctx, loaded, input.snapshotId);
  const links =
    input.contactId && hasRealLinks
      ? unsubscribeLinks({
          workspaceId: ctx.workspaceId,
          contactId: input.contactId,
          campaignId: input.id,
        })
      : sampleUnsubscribeLinks();
  const products = (await productsFor(ctx, compiled, [person.id])).get(person.id);
  const letter = renderLetter(compiled, { person, brandKit: kit, links, products });
  return {
    ...letter,
    bytes: Buffer.byteLength(letter.html),
    revision: row.revision,
    from: { name: kit.brand.senderName, address: kit.brand.senderEmail },
    to: person.email,
  };
}

/** What is shown: a version by name, else what is frozen, else the draft. */
async function compiledFor(
  ctx: Ctx,
  { state, variant, document, kit, topicName }: LoadedCampaign,
  snapshotId: string | undefined,
): Promise<CompiledLetter> {
  if (snapshotId) {
    const version = await findVersionDraft(ctx, { variantId: variant.id, snapshotId });
    return await compileDraft(version.document, { kit, topicName });
  }
  const frozen =
    state === "draft" || !variant.versionId
      ? null
      : await findVersion(ctx.db, ctx.workspaceId, variant.versionId);
  return frozen ?? (await compileDraft(document, { kit, topicName }));
}

/** The letter as one person would get it, as a file; its unsubscribe link belongs to nobody. */
export async function letterFile(ctx: Ctx, input: PreviewInput) {
  const letter = await previewLetter(ctx, input, { hasRealLinks: false });
  const { from, to, subject, html, text } = letter;
  const id = input.contactId ?? NOBODY.id;
  return { eml: composeFile(ctx, { id, from, to, subject, html, text }) };
}

/** Somebody whom the letter would reach, by chance; null when it reaches nobody. */
export async function randomPerson(ctx: Ctx, input: { id: string }) {
  const { db, workspaceId, now } = ctx;
  const loaded = await loadCampaign(ctx, input.id);
  const { topicId } = loaded.row;
  const among = await reachableAmong(ctx, loaded.row);
  const [first] = await reachableContacts(db, workspaceId, {
    topicId,
    after: null,
    limit: 1,
    now,
    among,
  });
  const last = await queries.lastContactId(db, workspaceId);
  if (!first || !last) return null;
  // A look at the letter decides nothing: chance is allowed here.
  const after = idBetween(first, last, Math.random());
  const [id = first] = await reachableContacts(db, workspaceId, {
    topicId,
    after,
    limit: 1,
    now,
    among,
  });
  const [person] = await findPeople(db, workspaceId, [id]);
  if (!person) return null;
  return {
    id: person.id,
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
  };
}
