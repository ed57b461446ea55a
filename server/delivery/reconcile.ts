import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { JournalEntry } from "./journal.core";
import { allJournals, walkJournal } from "./journal-files";
import type { RecoveryPorts } from "./recover";
import { isRemoved } from "./rewind-queries";
import { column } from "./row-columns";

/** What came of holding journals against a database that was put back. */
export interface Reconciled {
  /** Letters that had left although the database took them for unsent: settled by the journal. */
  settled: number;
  /** Letters that had left and whose message the database does not have any more. */
  missing: number;
  /** Campaigns that wait for somebody to look at them and resume them. */
  paused: number;
}

/** What the journal's last word makes of a message; null when nothing had left. */
function endOf({ outcome }: JournalEntry): "accepted" | "failed" | "unknown" | null {
  if (outcome === "accepted") return "accepted";
  if (outcome === "rejected") return "failed";
  return outcome === null || outcome === "lost" ? "unknown" : null;
}

async function settle(
  tx: Tx,
  workspaceId: string,
  entries: readonly JournalEntry[],
): Promise<Omit<Reconciled, "paused">> {
  const rows = entries.flatMap((entry) => {
    const to = endOf(entry);
    return to ? [{ ...entry, to }] : [];
  });
  const { rows: counts } = await tx.execute<{ settled: number; missing: number }>(sql`
    with asked as (
      select * from unnest(${column(rows, (r) => r.contactId)}::uuid[], ${column(rows, (r) => r.id)}::uuid[],
        ${column(rows, (r) => r.campaignId)}::uuid[], ${column(rows, (r) => r.fence)}::int[],
        ${column(rows, (r) => r.to)}::text[],
        ${column(rows, (r) => r.reply?.code ?? null)}::int[],
        ${column(rows, (r) => r.reply?.enhanced ?? null)}::text[],
        ${column(rows, (r) => r.reply?.text ?? null)}::text[])
        as a (contact_id, id, campaign_id, fence, "to", smtp_code, enhanced_code, remote_text)),
    gone as (
      delete from send_queue q using asked a
      where q.workspace_id = ${workspaceId} and q.contact_id = a.contact_id
        and (q.message_id = a.id and q.fence <= a.fence
          -- Prepared again since: the same letter under another name.
          or q.message_id <> a.id and q.campaign_id = a.campaign_id)
      returning a."to", a.fence, a.smtp_code, a.enhanced_code, a.remote_text, q.contact_id,
        q.message_id, q.state as before, q.step, q.attempt),
    moved as (
      update messages m
      set state = g."to", fence = g.fence, attempt = g.attempt, result_at = clock_timestamp(),
          smtp_code = g.smtp_code, enhanced_code = g.enhanced_code, remote_text = g.remote_text,
          skip_reason = case g."to" when 'failed' then 'rejected' end, resolution = 'journal'
      from gone g
      where m.workspace_id = ${workspaceId} and m.contact_id = g.contact_id
        and m.id = g.message_id),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, fence, detail)
      select ${workspaceId}, contact_id, message_id, step + 1, before, "to", clock_timestamp(), fence,
        'reconciled'
      from gone)
    select (select count(*)::int from gone) as settled,
      (select count(*)::int from asked a where not ${isRemoved(workspaceId)} and not exists (
        select 1 from messages m where m.workspace_id = ${workspaceId}
          and m.contact_id = a.contact_id
          and (m.id = a.id or m.campaign_id = a.campaign_id))) as missing`);
  return counts[0] ?? { settled: 0, missing: 0 };
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
