import { and, eq, type Placeholder, type SQL, sql } from "drizzle-orm";
import { consentStates, contacts, statement, type Tx, topics } from "@/db";
import type { GateFacts, GateReason } from "./gate.core";
import { MAILABLE_BASES } from "./schemas";
import { type DigestKey, digestKey, isSuppressedSql, suppressedSql } from "./suppression-queries";

export type GateVerdict = GateReason | "reachable";

/**
 * The gate as SQL, used by the count, the audience and every message's last check; pure twin:
 * `decideConsent`. Needs `contacts`, left-joined with `consent_states` and `topics`.
 */
export function gateVerdict(workspaceId: string, now: Date): SQL<GateVerdict> {
  return verdictAt(now.toISOString(), suppressedSql(workspaceId, sql`${contacts.email}`));
}

function verdictAt(now: string | Placeholder, isSuppressed: SQL): SQL<GateVerdict> {
  const at = sql`${now}::timestamptz`;
  const bases = sql`${sql.param(MAILABLE_BASES)}::text[]`;
  return sql<GateVerdict>`case
    when ${contacts.deletedAt} is not null or coalesce(${contacts.email}, '') = '' then 'no_address'
    when ${consentStates.state} is distinct from 'granted'
      or coalesce(${consentStates.basis} = any(${bases}), false) is not true
      or ${topics.id} is null or ${topics.archivedAt} is not null then 'no_consent'
    when ${consentStates.pausedUntil} > ${at} then 'paused'
    when ${isSuppressed} then 'suppressed'
    else 'reachable' end`;
}

/** The same for what needs no consent: there must be an address, and it must not be suppressed. */
function addressVerdict(isSuppressed: SQL): SQL<GateVerdict> {
  return sql<GateVerdict>`case
    when ${contacts.deletedAt} is not null or coalesce(${contacts.email}, '') = '' then 'no_address'
    when ${isSuppressed} then 'suppressed'
    else 'reachable' end`;
}

export function stateOf(topicId: string | SQL): SQL | undefined {
  return and(
    eq(consentStates.workspaceId, contacts.workspaceId),
    eq(consentStates.contactId, contacts.id),
    eq(consentStates.topicId, topicId),
  );
}

export function topicOf(topicId: string | SQL): SQL | undefined {
  return and(eq(topics.workspaceId, contacts.workspaceId), eq(topics.id, topicId));
}

/** What the gate asks about one person and topic, or null when the person does not exist. */
export async function findGateFacts(
  tx: Tx,
  workspaceId: string,
  asked: { contactId: string; topicId: string },
): Promise<GateFacts | null> {
  const [row] = await tx
    .select({
      address: contacts.email,
      deletedAt: contacts.deletedAt,
      state: consentStates.state,
      basis: consentStates.basis,
      pausedUntil: consentStates.pausedUntil,
      topicId: topics.id,
      archivedAt: topics.archivedAt,
      isSuppressed: sql<boolean>`coalesce(${suppressedSql(workspaceId, sql`${contacts.email}`)}, false)`,
    })
    .from(contacts)
    .leftJoin(consentStates, stateOf(asked.topicId))
    .leftJoin(topics, topicOf(asked.topicId))
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, asked.contactId)));
  if (!row) return null;
  const { deletedAt, archivedAt, topicId, ...facts } = row;
  return {
    ...facts,
    isRemoved: deletedAt !== null,
    isTopicArchived: topicId === null || archivedAt !== null,
  };
}

const lock = statement<{ workspaceId: string; contactIds: readonly string[] }, { id: string }>(
  ({ workspaceId, contactIds }) => sql`
    select id from contacts where workspace_id = ${workspaceId} and id = any(${contactIds}::uuid[])
    order by id for share`,
);

/**
 * First statement of a send's intent: waits for whoever is changing the consent, the suppression
 * or the address of these people, and keeps them from doing so until commit.
 */
export async function lockForIntent(
  tx: Tx,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<void> {
  await lock(tx, { workspaceId, contactIds });
}

/** One message asking: who, and about what; without a topic (a receipt) no consent is needed. */
export interface IntentQuestion {
  contactId: string;
  topicId: string | null;
}

/** The gate's answer for one question, with the address that stands on the person now. */
export interface IntentAnswer extends IntentQuestion {
  verdict: GateVerdict;
  address: string | null;
}

interface Asked extends DigestKey {
  workspaceId: string;
  contactIds: readonly string[];
  topicIds: readonly (string | null)[];
  now: string;
}

const answers = statement<Asked, IntentAnswer>((given) => {
  const topicId = sql`question.topic_id`;
  const isSuppressed = isSuppressedSql(given, sql`${contacts.email}`);
  return sql`
    select ${contacts.id} as "contactId", ${topicId} as "topicId", ${contacts.email} as address,
      case when ${topicId} is not null then ${verdictAt(given.now, isSuppressed)}
        else ${addressVerdict(isSuppressed)} end as verdict
    from contacts
    join unnest(${given.contactIds}::uuid[], ${given.topicIds}::uuid[])
      as question (contact_id, topic_id) on ${contacts.id} = question.contact_id
    left join consent_states on ${stateOf(topicId)}
    left join topics on ${topicOf(topicId)}
    where ${contacts.workspaceId} = ${given.workspaceId}`;
});

/**
 * Second statement of a send's intent, after `lockForIntent` in the same transaction: a new
 * snapshot, so it sees what was committed while the lock was waited for. A question without an
 * answer (person gone) means no. The caller also compares `address` with the one it writes to.
 */
export async function consentStillHolds(
  tx: Tx,
  workspaceId: string,
  asked: { questions: readonly IntentQuestion[]; now: Date },
): Promise<IntentAnswer[]> {
  const { questions, now } = asked;
  return answers(tx, {
    ...digestKey(workspaceId),
    workspaceId,
    contactIds: questions.map((question) => question.contactId),
    topicIds: questions.map((question) => question.topicId),
    now: now.toISOString(),
  });
}
