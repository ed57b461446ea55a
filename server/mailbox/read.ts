import PostalMime from "postal-mime";
import { record } from "../audit";
import { AppError, type Ctx, env } from "../kernel";
import { labelOf, SYSTEM_LABEL } from "./label.core";
import { linksOf } from "./links.core";
import type { MailEntry } from "./schemas";
import { appendOnce, findMail, listMails, readMail, removeMail } from "./store";

const PAGE = 50;
/** More source than this nobody reads on a screen; the download has all of it. */
const MAX_SOURCE = 300_000;

/** Who looks: mail of the system itself is for operators only. */
export interface MailboxViewer {
  ctx: Ctx;
  isOperator: boolean;
}

/** The sink's folder; NOT_FOUND when mail goes to a real server and there is no mailbox. */
function folder(): string {
  const { MAILBOX_DIR } = env();
  if (!MAILBOX_DIR) throw new AppError("NOT_FOUND");
  return MAILBOX_DIR;
}

function labelsOf({ ctx, isOperator }: MailboxViewer): string[] {
  return [labelOf(ctx.workspaceId), ...(isOperator ? [SYSTEM_LABEL] : [])];
}

function shown({ label, ...mail }: MailEntry) {
  return { ...mail, isSystem: label === SYSTEM_LABEL };
}

/** One page of the mails somebody may see, newest first; search looks at subject and addresses. */
export function list(viewer: MailboxViewer, query: { search: string; before?: string }) {
  const dir = folder();
  const word = query.search.toLowerCase();
  const all = labelsOf(viewer)
    .flatMap((label) => listMails(dir, label))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  const matching = word
    ? all.filter((mail) =>
        [mail.subject, mail.from, ...mail.to].some((text) => text.toLowerCase().includes(word)),
      )
    : all;
  const from = query.before ? matching.findIndex((mail) => mail.id < (query.before ?? "")) : 0;
  const rows = from < 0 ? [] : matching.slice(from, from + PAGE);
  const hasMore = from >= 0 && matching.length > from + PAGE;
  const before = from > 0 ? (matching[from - PAGE - 1]?.id ?? "") : null;
  return {
    mails: rows.map(shown),
    total: matching.length,
    /** How many stand before this page. */
    offset: Math.max(0, from),
    /** The page before: '' is the first one, null is none. */
    previous: before,
    next: hasMore ? (rows.at(-1)?.id ?? null) : null,
  };
}

function own(viewer: MailboxViewer, id: string): MailEntry {
  const mail = findMail(folder(), id);
  if (!mail || !labelsOf(viewer).includes(mail.label)) throw new AppError("NOT_FOUND");
  return mail;
}

/** A mail's bytes, exactly as they came. */
export async function getRaw(viewer: MailboxViewer, id: string): Promise<Buffer> {
  return readMail(folder(), own(viewer, id));
}

/** Its HTML as a reader decodes it, '' when it has none. To be shown in a sandbox only. */
export async function getHtml(viewer: MailboxViewer, id: string): Promise<string> {
  const parsed = await PostalMime.parse(await getRaw(viewer, id));
  return parsed.html ?? "";
}

/** Everything about one mail, taken apart by a parser of its own: what is shown is what was stored. */
export async function get(viewer: MailboxViewer, id: string) {
  const mail = own(viewer, id);
  const raw = await readMail(folder(), mail);
  const parsed = await PostalMime.parse(raw);
  const html = parsed.html ?? null;
  const text = parsed.text ?? null;
  const source = raw.toString("latin1", 0, MAX_SOURCE);
  const oneClick = parsed.headers.find((header) => header.key === "list-unsubscribe")?.value;
  return {
    ...shown(mail),
    hasHtml: html !== null,
    text,
    source,
    isSourceCut: raw.length > MAX_SOURCE,
    headers: parsed.headers.map((header, at) => ({
      id: String(at),
      name: header.originalKey,
      value: header.value,
    })),
    links: linksOf({ html, text }),
    oneClickUrl: /<(https?:[^>]+)>/.exec(oneClick ?? "")?.[1] ?? null,
  };
}

async function emptyLabel(dir: string, label: string, now: Date): Promise<number> {
  const mails = [...listMails(dir, label)];
  const upTo = mails.at(-1)?.id;
  if (!upTo) return 0;
  await appendOnce(dir, { emptied: label, upTo, at: now.toISOString() });
  for (const mail of mails) await removeMail(dir, mail);
  return mails.length;
}

/** Takes the mails of a workspace away that is gone; without a mailbox there are none. */
export async function dropMails(workspaceId: string, now: Date): Promise<void> {
  const { MAILBOX_DIR } = env();
  if (MAILBOX_DIR) await emptyLabel(MAILBOX_DIR, labelOf(workspaceId), now);
}

/**
 * Empties the workspace's mailbox (and the system's, for an operator). The bytes go; the sink's log
 * keeps its lines and says up to where it was emptied.
 */
export async function empty(viewer: MailboxViewer): Promise<{ removed: number }> {
  const { ctx } = viewer;
  let removed = 0;
  for (const label of labelsOf(viewer)) removed += await emptyLabel(folder(), label, ctx.now);
  await record(ctx, {
    action: "mailbox.empty",
    subjectType: "workspace",
    subjectId: ctx.workspaceId,
    summary: { removed },
  });
  return { removed };
}
