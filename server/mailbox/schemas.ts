import { z } from "zod";

/** What the sink notes about a mail once its bytes are safe: one line of `index.ndjson`. */
export const MailEntry = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  /** Whose mail it is: `ws-<workspace id>`, or `system`. Also the name of its folder. */
  label: z.string(),
  /** MAIL FROM and RCPT TO, as given in the SMTP dialogue; an empty sender is a bounce. */
  from: z.string(),
  to: z.array(z.string()),
  size: z.number().int().nonnegative(),
  subject: z.string(),
});
export type MailEntry = z.infer<typeof MailEntry>;

/** A mailbox was emptied up to and including a mail. The log itself is never shortened. */
export const EmptiedEntry = z.object({ emptied: z.string(), upTo: z.uuid(), at: z.iso.datetime() });

/** A line of the log. */
export const LogLine = z.union([MailEntry, EmptiedEntry]);
export type LogLine = z.infer<typeof LogLine>;

export const MailboxQuery = z.object({
  search: z.string().trim().max(200).default(""),
  /** Id of the last mail of the page before. */
  before: z.uuid().optional(),
});

/** Any text: an address somebody mistyped names no mail, and that is NOT_FOUND. */
export const MailId = z.object({ id: z.string().max(200) });
