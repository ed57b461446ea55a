import { z } from "zod";

export const EventKind = z.enum(["open", "click"]);
export type EventKind = z.infer<typeof EventKind>;

/** Why an open or a click counts as a machine's, strongest first. */
export const MachineReason = z.enum([
  "method",
  "prefetch",
  "agent",
  "before_delivery",
  "every_link",
]);
export type MachineReason = z.infer<typeof MachineReason>;

export const MAX_AGENT = 200;

/**
 * One request of a link or a pixel as it is journalled: all that taking it in needs. No network
 * address is in it, and nothing of what the request itself said but its agent.
 */
export const Visit = z.strictObject({
  id: z.uuid(),
  kind: EventKind,
  at: z.iso.datetime(),
  workspaceId: z.uuid(),
  /** Null: a reader who did not allow tracking, of whom nothing is known. */
  message: z.strictObject({ contactId: z.uuid(), messageId: z.uuid() }).nullable(),
  /** Of a click. */
  linkId: z.uuid().nullable(),
  /** What the request itself betrays; the rest is judged when it is taken in. */
  machineReason: MachineReason.nullable(),
  agent: z.string().max(MAX_AGENT),
  origin: z.string().max(64),
});
export type Visit = z.infer<typeof Visit>;
