import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { type Bounce, bounceOf } from "./bounce.core";
import type { JournalEntry } from "./journal.core";
import { allJournals, walkJournal } from "./journal-files";
import type { RecoveryPorts } from "./recover";
import { isRemoved } from "./rewind-queries";
import { column } from "./row-columns";
import { OPEN_STATES } from "./schemas";

/** What came of holding journals against a database that was put back. */
export interface Reconciled {
  /** Letters that had left although the database took them for unsent: settled by the journal. */
  settled: number;
  /** Letters that had left and whose message the database does not have any more; a draft of theirs says so. */
  missing: number;
  /** Campaigns that wait for somebody to look at them and resume them. */
  paused: number;
}

/** What a journal says of a letter that had left. */
interface Gone extends JournalEntry {
  to: "accepted" | "failed" | "unknown";
  bounce: Bounce | null;
}

/** What the journal's last word makes of a message; null when nothing had left. */
function endOf({ outcome }: JournalEntry): Gone["to"] | null {
  if (outcome === "accepted") return "accepted";
  if (outcome === "rejected") return "failed";
  return outcome === null || outcome === "lost" ? "unknown" : null;
}

/** Of each message the last time that it left. */
function lastGone(entries: readonly JournalEntry[]): Gone[] {
  const last = new Map<string, Gone>();
  for (const entry of entries) {
    const to = endOf(entry);
    if (!to || (last.get(entry.id)?.fence ?? 0) > entry.fence) continue;
    const { reply } = entry;
    const bounce = to === "failed" && reply ? bounceOf(reply) : null;
    last.set(entry.id, { ...entry, to, bounce });
  }
  return [...last.values()];
}

/**
 * What had left is out of the queue, or ended as the journal knows and the database does not any more: a failure
 * that was tried again afterwards, an unknown that was sent once more.
 */
async function settleGone(tx: Tx, workspaceId: string, rows: readonly Gone[]): Promise<number> {
  const { rows: counts } = await tx.execute<{ settled: number }>(sql`
    with asked as (
      select * from unnest(${column(rows, (r) => r.contactId)}::uuid[], ${column(rows, (r) => r.id)}::uuid[],
        ${column(rows, (r) => r.campaignId)}::uuid[], ${column(rows, (r) => r.fence)}::int[],
        ${column(rows, (r) => r.to)}::text[], ${column(rows, (r) => r.bounce)}::text[],
        ${column(rows, (r) => r.reply?.code ?? null)}::int[],
        ${column(rows, (r) => r.reply?.enhanced ?? null)}::text[],
        ${column(rows, (r) => r.reply?.text ?? null)}::text[])
        as a (contact_id, id, campaign_id, fence, "to", bounce, smtp_code, enhanced_code, remote_text)),
    gone as (
      delete from send_queue q using asked a
      where q.workspace_id = ${workspaceId} and q.contact_id = a.contact_id
        and (q.message_id = a.id and q.fence <= a.fence
          -- Prepared again since: the same letter under another name.
          or q.message_id <> a.id and q.campaign_id = a.campaign_id)
      returning a."to", a.bounce, a.fence, a.smtp_code, a.enhanced_code, a.remote_text, q.contact_id,
        q.message_id, q.state as before, q.step, q.attempt, false as is_resent),
    ended as (
      select a."to", a.bounce, a.fence, a.smtp_code, a.enhanced_code, a.remote_text, m.contact_id,
        m.id as message_id, m.state as before, past.step, m.attempt,
        m.state = 'unknown' and m.fence < a.fence and m.kind <> 'marketing' as is_resent
      from asked a
      join messages m on m.workspace_id = ${workspaceId} and m.contact_id = a.contact_id and m.id = a.id
      cross join lateral (
        select coalesce(max(t.step), 0) as step from message_transitions t
        where t.workspace_id = ${workspaceId} and t.contact_id = m.contact_id and t.message_id = m.id) past
      where m.state <> all(${sql.param([...OPEN_STATES, "accepted"])}::text[])
        and (m.fence < a.fence or m.state = 'unknown' and m.fence = a.fence and a."to" <> 'unknown')
      for update of m),
    known as (select * from gone union all select * from ended),
    moved as (
      update messages m
      set state = k."to", fence = k.fence, attempt = k.attempt, result_at = clock_timestamp(),
          smtp_code = k.smtp_code, enhanced_code = k.enhanced_code, remote_text = k.remote_text,
          skip_reason = case k."to" when 'failed' then 'rejected' end, bounce = k.bounce,
          resolution = 'journal', resends = m.resends + case when k.is_resent then 1 else 0 end
      from known k
      where m.workspace_id = ${workspaceId} and m.contact_id = k.contact_id
        and m.id = k.message_id),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, fence, detail)
      select ${workspaceId}, contact_id, message_id, step + 1, before, "to", clock_timestamp(), fence,
        'reconciled'
      from known)
    select count(*)::int as settled from known`);
  return counts[0]?.settled ?? 0;
}

/**
 * Returns how many had left whose message the database does not have any more. Their campaign, where it is there, is a draft
 * again (also when it was planned for later) and says so: whoever sends it writes to the same people twice.
 */
async function noteMissing(tx: Tx, workspaceId: string, rows: readonly Gone[]): Promise<number> {
  const { rows: counts } = await tx.execute<{ missing: number }>(sql`
    with missing as (
      select a.campaign_id
      from unnest(${column(rows, (r) => r.contactId)}::uuid[], ${column(rows, (r) => r.id)}::uuid[],
        ${column(rows, (r) => r.campaignId)}::uuid[]) as a (contact_id, id, campaign_id)
      where not ${isRemoved(workspaceId)} and not exists (
        select 1 from messages m where m.workspace_id = ${workspaceId}
          and m.contact_id = a.contact_id
          and (m.id = a.id or m.campaign_id = a.campaign_id))),
    marked as (
      update campaigns c set state = 'draft', send_at = null, start_error = 'GONE_BEFORE_RESTORE'
      where c.workspace_id = ${workspaceId} and c.state in ('draft', 'scheduled')
        and c.id in (select campaign_id from missing))
    select count(*)::int as missing from missing`);
  return counts[0]?.missing ?? 0;
}

async function settle(
  tx: Tx,
  workspaceId: string,
  entries: readonly JournalEntry[],
): Promise<Omit<Reconciled, "paused">> {
  const rows = lastGone(entries);
  const missing = await noteMissing(tx, workspaceId, rows);
  // Suppressed is nobody: the person may have another address here than the letter went to. The next letter finds out.
  return { settled: await settleGone(tx, workspaceId, rows), missing };
}

/**
 * Holds what this machine's workers wrote down against a database that was put back to an earlier
 * moment: what had left is not sent again. Every machine that sends has to do it. Campaigns that were
 * sending pause, for somebody to look at them.
 */
export async function reconcile(
  ports: Pick<RecoveryPorts, "inWorkspace" | "journals"> & {
    pauseAll(): Promise<number>;
  },
): Promise<Reconciled> {
  const total: Reconciled = { settled: 0, missing: 0, paused: await ports.pauseAll() };
  for await (const entries of walkJournal(await allJournals(ports.journals))) {
    const workspaces = new Set(entries.map((entry) => entry.workspaceId));
    for (const workspaceId of workspaces) {
      const own = entries.filter((entry) => entry.workspaceId === workspaceId);
      const told = await ports.inWorkspace(workspaceId, (tx) => settle(tx, workspaceId, own));
      total.settled += told.settled;
      total.missing += told.missing;
    }
  }
  return total;
}
