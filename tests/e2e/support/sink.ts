import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import PostalMime, { type Email } from "postal-mime";
import { z } from "zod";
import { mailboxDir, type Product, product } from "../../support/product";

/** One line of the sink's own log: written only after the mail was answered with 250. */
const Line = z.object({
  id: z.string(),
  label: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
});
export type SinkMail = z.output<typeof Line>;

interface WantedMail {
  label?: string;
  to?: string;
  subject?: string;
}

/** Every mail the local SMTP server accepted, oldest first, straight from its log on disk. */
export function sinkMails(wanted: WantedMail, of: Product = product): SinkMail[] {
  const log = join(mailboxDir(of), "index.ndjson");
  if (!existsSync(log)) return [];
  return readFileSync(log, "utf8")
    .split("\n")
    .flatMap((text) => {
      try {
        const line = Line.safeParse(JSON.parse(text));
        return line.success ? [line.data] : [];
      } catch {
        return []; // Half a line: the sink was killed while writing it.
      }
    })
    .filter(
      (mail) =>
        (wanted.label === undefined || mail.label === wanted.label) &&
        (wanted.to === undefined || mail.to.includes(wanted.to)) &&
        (wanted.subject === undefined || mail.subject.includes(wanted.subject)),
    );
}

/** A mail as a mail program would read it. */
export async function readSinkMail(
  mail: SinkMail,
  of: Product = product,
): Promise<Email & { raw: string }> {
  const raw = readFileSync(join(mailboxDir(of), mail.label, `${mail.id}.eml`));
  return { ...(await PostalMime.parse(raw)), raw: raw.toString("utf8") };
}

/** The label of a workspace's own mail. */
export const labelOf = (workspaceId: string): string => `ws-${workspaceId}`;
