import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { Bounce } from "./bounce.core";
import type { About, Doubt } from "./evidence.core";
import type { Reply } from "./outcome.core";
import type { EvidenceSource, MessageState, Reason } from "./schemas";

/** The message that evidence is about, held until commit. */
export interface Subject extends Doubt, Record<string, unknown> {
  contactId: string;
  id: string;
  fence: number;
  /** To whom it went, as of now. */
  address: string | null;
}

const inDoubt = ({ messageIdHeader }: { messageIdHeader: string }) =>
  sql`m.doubted_header = ${messageIdHeader}`;

function named(about: About) {
  switch (about.by) {
    case "id":
      return sql`m.contact_id = ${about.contactId}::uuid and m.id = ${about.messageId}::uuid`;
    case "campaign":
      return sql`m.contact_id = ${about.contactId}::uuid and m.campaign_id = ${about.campaignId}::uuid`;
    case "header":
      return inDoubt(about);
    case "provider":
      return sql`((m.provider = ${about.provider} and m.provider_message_id = ${about.providerMessageId})
        or (${inDoubt(about)}))`;
    default: {
      const never: never = about;
      return never;
    }
  }
}

/** Null when the workspace has no such message. */
export async function lockSubject(
  tx: Tx,
  workspaceId: string,
  about: About,
): Promise<Subject | null> {
  const { rows } = await tx.execute<Subject & { intentAt: string | null }>(sql`
    select m.contact_id as "contactId", m.id, m.fence, coalesce(q.state, m.state) as state,
      m.intent_at as "intentAt", c.email as address
    from messages m
    join contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
    left join send_queue q on q.workspace_id = m.workspace_id and q.contact_id = m.contact_id
      and q.message_id = m.id
    where m.workspace_id = ${workspaceId} and ${named(about)}
    order by m.id limit 1 for update of m`);
  const [row] = rows;
  return row ? { ...row, intentAt: row.intentAt ? new Date(row.intentAt) : null } : null;
}

/** What a message that was in doubt is settled with. */
export interface Settlement {
  to: MessageState;
  reason: Reason | null;
  source: EvidenceSource;
  reply: Reply | null;
  bounce: Bounce | null;
}

/**
 * Settles a held message that is unknown. When it was handed over stays as it was. What a server said
 * before is kept unless there are new words.
 */
export async function settleByEvidence(
  tx: Tx,
  workspaceId: string,
  { contactId, id, ...given }: Settlement & Pick<Subject, "contactId" | "id">,
): Promise<void> {
  const { to, reason, source, reply, bounce } = given;
  await tx.execute(sql`
    update messages m
    set state = ${to}, skip_reason = ${reason}, resolution = ${source}, bounce = ${bounce},
        smtp_code = coalesce(${reply?.code ?? null}::int, m.smtp_code),
        enhanced_code = coalesce(${reply?.enhanced ?? null}::text, m.enhanced_code),
        remote_text = coalesce(${reply?.text ?? null}::text, m.remote_text),
        result_at = coalesce(m.result_at, clock_timestamp())
    where m.workspace_id = ${workspaceId} and m.contact_id = ${contactId}::uuid
      and m.id = ${id}::uuid`);
}

/** Adds a line to the history of a held message; none when the very same stands there already. */
export async function noteOnce(
  tx: Tx,
  workspaceId: string,
  given: Pick<Subject, "contactId" | "id" | "fence"> & {
    from: MessageState;
    to: MessageState;
    detail: string;
  },
): Promise<void> {
  const { contactId, id, fence, from, to, detail } = given;
  await tx.execute(sql`
    insert into message_transitions
      (workspace_id, contact_id, message_id, step, "from", "to", at, fence, detail)
    select ${workspaceId}::uuid, ${contactId}::uuid, ${id}::uuid, coalesce(max(t.step), 0) + 1,
      ${from}, ${to}, clock_timestamp(), ${fence}, ${detail}
    from message_transitions t
    where t.workspace_id = ${workspaceId} and t.contact_id = ${contactId}::uuid
      and t.message_id = ${id}::uuid
    having not coalesce(bool_or(t."from" = ${from} and t."to" = ${to} and t.detail = ${detail}
      and t.fence = ${fence}), false)`);
}

/** Under which names a service took messages. */
export async function noteProviderIds(
  tx: Tx,
  workspaceId: string,
  rows: readonly { contactId: string; id: string; provider: string; providerMessageId: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update messages m set provider = n.provider, provider_message_id = n."providerMessageId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n ("contactId" uuid, id uuid, provider text, "providerMessageId" text)
    where m.workspace_id = ${workspaceId} and m.contact_id = n."contactId" and m.id = n.id`);
}
