import { z } from "zod";

/** A page of the audit log: entries before `before`, newest first. */
export const auditPageSchema = z.object({
  before: z.number().int().positive().optional(),
});

/** A page of the read log: reads before the one with this id, newest first. */
export const readPageSchema = z.object({ before: z.uuid().optional() });

/** Entries on one page of either log. */
export const PAGE_SIZE = 50;
