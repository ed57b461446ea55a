import { messageIdOf } from "@/server/delivery/headers.core";
import { type CheckedMessage, type Evidence, judge, type Step, type Verdict } from "./checker.core";
import type { Lab } from "./lab";
import { SENDER } from "./letter";

type MessageRow = Omit<CheckedMessage, "messageId" | "steps"> & { id: string; dedupeKey: string };
type StepRow = Step & { messageId: string };

/**
 * Reads every message as the database has it, its own Message-ID derived once more from what names
 * it: what the server has is recognised even if the row knows of no attempt.
 */
async function readMessages(lab: Lab): Promise<CheckedMessage[]> {
  const rows = await lab.query<MessageRow>(
    `select m.workspace_id as "workspaceId", m.contact_id as "contactId", m.id,
       m.dedupe_key as "dedupeKey", m.campaign_id as "campaignId", m.topic_id as "topicId",
       coalesce(q.state, m.state) as state, coalesce(q.attempt, m.attempt) as attempt,
       coalesce(q.fence, m.fence) as fence, m.smtp_code as "smtpCode"
     from messages m left join send_queue q on q.workspace_id = m.workspace_id
       and q.contact_id = m.contact_id and q.message_id = m.id`,
  );
  const steps = await lab.query<StepRow>(
    `select message_id as "messageId", step, "from", "to", worker_id as "workerId", fence, detail,
       (extract(epoch from at) * 1000000)::float8 as at
     from message_transitions order by message_id, step`,
  );
  const histories = new Map<string, Step[]>();
  for (const { messageId, ...step } of steps) {
    const history = histories.get(messageId);
    if (history) history.push(step);
    else histories.set(messageId, [step]);
  }
  return rows.map(({ id, dedupeKey, ...row }) => ({
    ...row,
    messageId: messageIdOf({ ...row, dedupeKey, senderEmail: SENDER.address }),
    steps: histories.get(id) ?? [],
  }));
}

/** Judges a run that is over. */
export async function check(lab: Lab, given: Omit<Evidence, "messages">): Promise<Verdict> {
  return judge({ ...given, messages: await readMessages(lab) });
}
