import { z } from "zod";
import { procedure, t } from "../trpc";
import { getCertificate } from "./certificate";
import * as ledger from "./ledger";
import { AddressInput, LedgerFilter, NewTopic, TopicEdit, WithdrawalInput } from "./schemas";
import { recordWithdrawal } from "./service-desk";
import { checkAddress, suppressByHand } from "./suppression";
import { listTopicsWithCounts } from "./topic-queries";
import * as topics from "./topics";

const ById = z.object({ id: z.uuid() });

/** @public */
export const consentRouter = t.router({
  topics: procedure("consent.read").query(({ ctx }) =>
    listTopicsWithCounts(ctx.db, ctx.workspaceId),
  ),
  createTopic: procedure("consent.configure")
    .input(NewTopic)
    .mutation(({ ctx, input }) => topics.createTopic(ctx, input)),
  updateTopic: procedure("consent.configure")
    .input(TopicEdit.extend(ById.shape))
    .mutation(({ ctx, input }) => topics.updateTopic(ctx, input)),
  archiveTopic: procedure("consent.configure")
    .input(ById.extend({ isArchived: z.boolean() }))
    .mutation(({ ctx, input }) => topics.archiveTopic(ctx, input)),
  ledger: procedure("consent.read")
    .input(LedgerFilter)
    .query(({ ctx, input }) => ledger.listRecent(ctx, input)),
  suppressions: procedure("consent.read")
    .input(z.object({ cursor: z.string().max(400).nullable() }))
    .query(({ ctx, input }) => ledger.listSuppressed(ctx, input)),
  // A mutation, because a query would put the address into a URL and so into logs.
  checkAddress: procedure("consent.read")
    .input(AddressInput)
    .mutation(({ ctx, input }) => checkAddress(ctx, input)),
  suppress: procedure("contacts.write")
    .input(AddressInput)
    .mutation(({ ctx, input }) => suppressByHand(ctx, input)),
  recordWithdrawal: procedure("contacts.write")
    .input(WithdrawalInput)
    .mutation(({ ctx, input }) => recordWithdrawal(ctx, input)),
  certificate: procedure("consent.read")
    .input(z.object({ contactId: z.uuid() }))
    .query(({ ctx, input }) => getCertificate(ctx, input)),
});
