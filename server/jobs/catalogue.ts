import { z } from "zod";
import type { QueueName } from "@/db/queues";

/**
 * Every asynchronous edge on one page: the queue, what its payload carries (nothing of a person but
 * ids: the queue has no row level security) and which domain handles it (`server/<domain>/jobs.ts`).
 *
 * | queue              | sent by                                   | handled by        |
 * |--------------------|-------------------------------------------|-------------------|
 * | imports.run        | imports.start, imports.resume             | imports/jobs.ts   |
 * | imports.undo       | imports.undo                              | imports/jobs.ts   |
 * | imports.tidy       | an upload, for the day its draft is stale | imports/jobs.ts   |
 * | campaigns.start    | campaigns.schedule, a sweep when overdue  | campaigns/jobs.ts |
 * | campaigns.prepare  | campaigns.send, campaigns.start, a sweep  | campaigns/jobs.ts |
 * | delivery.test-send | campaigns.testSend                        | delivery/jobs.ts  |
 * | delivery.used      | a click, an open, an unsubscribe          | delivery/jobs.ts  |
 * | senders.check      | senders.addDomain, then itself every day  | senders/jobs.ts   |
 * | demo.build         | demo.open                                 | demo/jobs.ts      |
 * | auth.mail          | sign-in link, password reset, invitations | auth/jobs.ts      |
 *
 * Sending itself is not a job: the sender claims `messages` in workspaces that `due_work` names.
 */
const inWorkspace = { workspaceId: z.uuid() };
/** To whom a letter went. */
const letter = { contactId: z.uuid() };

export const JOBS = {
  "imports.run": z.object({ ...inWorkspace, importId: z.uuid() }),
  "imports.undo": z.object({ ...inWorkspace, importId: z.uuid() }),
  "imports.tidy": z.object(inWorkspace),
  /** `sendAt`: the moment it is for. */
  "campaigns.start": z.object({
    ...inWorkspace,
    campaignId: z.uuid(),
    sendAt: z.iso.datetime(),
  }),
  "campaigns.prepare": z.object({ ...inWorkspace, campaignId: z.uuid() }),
  "delivery.test-send": z.object({ ...inWorkspace, testSendId: z.uuid() }),
  "delivery.used": z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("visit"), ...inWorkspace, ...letter, messageId: z.uuid() }),
    z.object({ kind: z.literal("unsubscribe"), ...inWorkspace, ...letter, campaignId: z.uuid() }),
  ]),
  "senders.check": z.object(inWorkspace),
  "demo.build": z.object(inWorkspace),
  "auth.mail": z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("token"), tokenId: z.uuid() }),
    z.object({ kind: z.literal("invitation"), workspaceId: z.uuid(), invitationId: z.uuid() }),
  ]),
} satisfies Record<QueueName, z.ZodType>;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]>;

/** A handler gets a parsed payload and a signal that fires when the worker shuts down. */
export type JobHandler<N extends JobName> = (
  payload: JobPayload<N>,
  signal: AbortSignal,
) => Promise<void>;

/** What a domain's `jobs.ts` exports: its part of the handlers. */
export type JobHandlers = { [N in JobName]?: JobHandler<N> };
