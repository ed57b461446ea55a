import { z } from "zod";

/** What a person's timeline is made of. */
export const TIMELINE_KINDS = ["order", "message", "activity", "consent", "change"] as const;
export const TimelineKind = z.enum(TIMELINE_KINDS);
export type TimelineKind = z.infer<typeof TimelineKind>;

export const TimelineInput = z.object({
  contactId: z.uuid(),
  /** Only this kind; all when absent. */
  kind: TimelineKind.optional(),
  cursor: z.string().max(4000).nullish(),
});
export type TimelineInput = z.infer<typeof TimelineInput>;
