import { and, eq, gt, isNull, lte, type SQL, sql } from "drizzle-orm";
import { consentStates, contacts, type Tx, topics } from "@/db";
import { type GateVerdict, gateVerdict, stateOf, topicOf } from "./gate";

/** A target as conditions on `contacts`: who is meant, and who of them is left out. */
export interface AudienceTarget {
  included: SQL;
  excluded: SQL;
}

/** The gate's verdict about somebody a target means, or that the target leaves them out. */
export type AudienceVerdict = GateVerdict | "excluded";

function audienceVerdict(
  workspaceId: string,
  asked: { now: Date; target?: AudienceTarget },
): SQL<AudienceVerdict> {
  const verdict = gateVerdict(workspaceId, asked.now);
  if (!asked.target) return verdict;
  return sql<AudienceVerdict>`case when ${asked.target.excluded} then 'excluded' else ${verdict} end`;
}

const living = (workspaceId: string) =>
  and(eq(contacts.workspaceId, workspaceId), isNull(contacts.deletedAt));

/** People by what keeps mail on a topic from them: buckets that exclude each other and add up. */
export interface AudienceCounts {
  matched: number;
  excluded: number;
  noAddress: number;
  noConsent: number;
  paused: number;
  suppressed: number;
  reachable: number;
}

/**
 * The explained count: everybody a target means (without one, everybody), asked first whether they
 * are left out and then the gate's questions in their order.
 */
export async function audienceCounts(
  tx: Tx,
  workspaceId: string,
  asked: { topicId: string; now: Date; target?: AudienceTarget },
): Promise<AudienceCounts> {
  const verdict = audienceVerdict(workspaceId, asked).as("verdict");
  const people = tx
    .select({ verdict })
    .from(contacts)
    .leftJoin(consentStates, stateOf(asked.topicId))
    .leftJoin(topics, topicOf(asked.topicId))
    .where(and(living(workspaceId), asked.target?.included))
    .as("people");
  const rows = await tx
    .select({ verdict: people.verdict, count: sql<number>`count(*)::int` })
    .from(people)
    .groupBy(people.verdict);
  const of = (name: AudienceVerdict) => rows.find((row) => row.verdict === name)?.count ?? 0;
  return {
    matched: rows.reduce((sum, row) => sum + row.count, 0),
    excluded: of("excluded"),
    noAddress: of("no_address"),
    noConsent: of("no_consent"),
    paused: of("paused"),
    suppressed: of("suppressed"),
    reachable: of("reachable"),
  };
}

/** Everybody a target means among the next people by id, with what is decided about each. */
export interface JudgedPeople {
  people: { id: string; verdict: AudienceVerdict }[];
  /** Where the next page begins; null when there is nobody behind. */
  last: string | null;
}

/**
 * Walks people in the order of their ids, `limit` at a time whether the target means them or not, so
 * a page costs the same however few it finds.
 */
export async function judgeAudience(
  tx: Tx,
  workspaceId: string,
  page: {
    topicId: string;
    after: string | null;
    limit: number;
    now: Date;
    target: AudienceTarget;
  },
): Promise<JudgedPeople> {
  const behind = page.after ? gt(contacts.id, page.after) : undefined;
  const next = await tx
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(living(workspaceId), behind))
    .orderBy(contacts.id)
    .limit(page.limit);
  const last = next.at(-1)?.id;
  if (last === undefined) return { people: [], last: null };
  const people = await tx
    .select({ id: contacts.id, verdict: audienceVerdict(workspaceId, page) })
    .from(contacts)
    .leftJoin(consentStates, stateOf(page.topicId))
    .leftJoin(topics, topicOf(page.topicId))
    .where(and(living(workspaceId), behind, lte(contacts.id, last), page.target.included))
    .orderBy(contacts.id);
  return { people, last: next.length < page.limit ? null : last };
}

/**
 * Ids of the people who may be written to on a topic, ascending, after `after`; fewer than `limit`
 * only at the end. Its cost follows the page, not the audience: the index gives the next people
 * with consent, and only these are asked the gate's questions. With `among` only those it holds for.
 */
export async function reachableContacts(
  tx: Tx,
  workspaceId: string,
  page: { topicId: string; after: string | null; limit: number; now: Date; among?: SQL },
): Promise<string[]> {
  if (page.among) return reachableAmong(tx, workspaceId, { ...page, among: page.among });
  const found: string[] = [];
  let after = page.after;
  while (found.length < page.limit) {
    const rows = await judgeNext(tx, workspaceId, { ...page, after });
    found.push(...rows.filter((row) => row.verdict === "reachable").map((row) => row.id));
    after = rows.at(-1)?.id ?? after;
    if (rows.length < page.limit) break;
  }
  return found.slice(0, page.limit);
}

async function reachableAmong(
  tx: Tx,
  workspaceId: string,
  page: { topicId: string; after: string | null; limit: number; now: Date; among: SQL },
): Promise<string[]> {
  const rows = await tx
    .select({ id: contacts.id })
    .from(contacts)
    .leftJoin(consentStates, stateOf(page.topicId))
    .leftJoin(topics, topicOf(page.topicId))
    .where(
      and(
        living(workspaceId),
        page.after ? gt(contacts.id, page.after) : undefined,
        page.among,
        eq(gateVerdict(workspaceId, page.now), "reachable"),
      ),
    )
    .orderBy(contacts.id)
    .limit(page.limit);
  return rows.map((row) => row.id);
}

function judgeNext(
  tx: Tx,
  workspaceId: string,
  page: { topicId: string; after: string | null; limit: number; now: Date },
) {
  const next = tx.$with("next").as(
    tx
      .select({ contactId: sql<string>`${consentStates.contactId}`.as("next_contact_id") })
      .from(consentStates)
      .where(
        and(
          eq(consentStates.workspaceId, workspaceId),
          eq(consentStates.topicId, page.topicId),
          eq(consentStates.state, "granted"),
          page.after ? gt(consentStates.contactId, page.after) : undefined,
        ),
      )
      .orderBy(consentStates.contactId)
      .limit(page.limit),
  );
  return tx
    .with(next)
    .select({ id: contacts.id, verdict: gateVerdict(workspaceId, page.now) })
    .from(next)
    .innerJoin(
      contacts,
      and(eq(contacts.workspaceId, workspaceId), sql`${contacts.id} = ${next.contactId}`),
    )
    .leftJoin(consentStates, stateOf(page.topicId))
    .leftJoin(topics, topicOf(page.topicId))
    .orderBy(contacts.id);
}
