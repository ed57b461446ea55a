import * as audit from "../audit";
import { canonicalAddress } from "../contacts";
import { AppError, type Ctx, newId } from "../kernel";
import { findContactByIdentity, listEntityIds } from "./ledger-queries";
import { type PersonDeclaration, recordConsentBatch } from "./record";
import type { WithdrawalInput } from "./schemas";

async function findPerson(ctx: Ctx, input: WithdrawalInput): Promise<string> {
  if (input.contactId) return input.contactId;
  if (!input.person) throw new AppError("VALUE_REQUIRED", { field: "person" });
  const verdict = canonicalAddress(input.person);
  const found = verdict.ok
    ? await findContactByIdentity(ctx.db, ctx.workspaceId, {
        kind: "email",
        value: verdict.address,
      })
    : null;
  const id =
    found ??
    (await findContactByIdentity(ctx.db, ctx.workspaceId, {
      kind: "external_id",
      value: input.person,
    }));
  if (!id) throw new AppError("PERSON_UNKNOWN", { field: "person" });
  return id;
}

/**
 * Writes down a withdrawal that came by phone, letter, in a shop or as a reply. It takes effect at
 * once and can never grant. `changed` is false when everything had ended before. Errors:
 * VALUE_REQUIRED, VALUE_DATE (in the future), PERSON_UNKNOWN, NOT_FOUND (topic).
 */
export async function recordWithdrawal(
  ctx: Ctx,
  input: WithdrawalInput,
): Promise<{ contactId: string; changed: boolean }> {
  // A day of grace: the clerk's calendar may be ahead of ours.
  if (Date.parse(input.receivedOn) > ctx.now.getTime() + 86_400_000) {
    throw new AppError("VALUE_DATE", { field: "receivedOn" });
  }
  const contactId = await findPerson(ctx, input);
  const shared = {
    contactId,
    source: "service_desk",
    sourceId: newId(ctx.now.getTime()),
    evidence: { receivedOn: input.receivedOn, channel: input.channel } as Record<string, string>,
    // What a clerk notes is about a person, so it is kept with what an erasure takes away.
    details: (input.note ? { note: input.note } : {}) as Record<string, string>,
  } as const;
  const declarations: PersonDeclaration[] = input.topicId
    ? [{ ...shared, action: "withdraw", topicId: input.topicId }]
    : (await listEntityIds(ctx.db, ctx.workspaceId)).map((legalEntityId) => ({
        ...shared,
        action: "object",
        topicId: null,
        legalEntityId,
      }));
  const outcomes = await recordConsentBatch(ctx, declarations);
  const refused = outcomes.find((o) => o.outcome === "refused");
  if (refused) throw new AppError(refused.code);
  await audit.record(ctx, {
    action: "consent.record-withdrawal",
    subjectType: "contact",
    subjectId: contactId,
    summary: { topicId: input.topicId, channel: input.channel },
  });
  return { contactId, changed: outcomes.some((o) => o.outcome === "recorded") };
}
