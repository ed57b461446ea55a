import { and, eq, isNull, sql } from "drizzle-orm";
import { sendingTroubles, sendWorkers, type Tx } from "@/db";
import { AppError, newId } from "../kernel";
import { replyOf, STEP_BY_ERROR, stepOf, type TroubleStep } from "./connection.core";

/**
 * What keeps a worker from sending. `server`: a mail server cannot be used, by its id, or "" for the
 * installation's. `letter`: a campaign's, by the campaign. `lane`: nothing of a lane can be taken, by its name.
 */
export interface Trouble {
  subject: "server" | "letter" | "lane";
  subjectId: string;
  /** A `TroubleStep` for a server, else the error's code. */
  code: string;
  /** What the server replied; empty: nothing. */
  reply: string;
}

/** Code of a letter that this version cannot read. */
export const LETTER_UNREADABLE = "LETTER_UNREADABLE";

export type TroubleKey = Pick<Trouble, "subject" | "subjectId">;

export interface StandingTrouble extends Trouble {
  /** Since the first of them has it, and when one last met it. */
  since: Date;
  seenAt: Date;
  /** Every worker that lives has it: nothing of that kind gets past it. */
  isEverywhere: boolean;
}

/** Whose it is: a workspace's, or (null) everybody's, as the installation's mail server is. */
type Owner = string | null;

const ofOwner = (workspaceId: Owner) =>
  workspaceId === null
    ? isNull(sendingTroubles.workspaceId)
    : eq(sendingTroubles.workspaceId, workspaceId);

const isSubject = ({ subject, subjectId }: TroubleKey) =>
  and(eq(sendingTroubles.subject, subject), eq(sendingTroubles.subjectId, subjectId));

const IS_ALIVE = sql`w.has_begun and w.ended_at is null and w.lease_until > clock_timestamp()`;
const isOfLiving = sql`exists (select 1 from ${sendWorkers} w
  where w.id = ${sendingTroubles.workerId} and ${IS_ALIVE})`;

/** A worker has trouble, or has it still. What workers left behind that are gone is taken away with it. */
export async function noteTrouble(
  tx: Tx,
  workspaceId: Owner,
  { workerId, ...trouble }: Trouble & { workerId: string },
): Promise<void> {
  await tx.delete(sendingTroubles).where(and(ofOwner(workspaceId), sql`not ${isOfLiving}`));
  const { subject, subjectId, code } = trouble;
  const reply = replyOf({ message: "", response: trouble.reply });
  await tx
    .insert(sendingTroubles)
    .values({
      ...{ workspaceId, id: newId(), workerId, subject, subjectId, code, reply },
      ...{ since: sql`clock_timestamp()`, seenAt: sql`clock_timestamp()` },
    })
    .onConflictDoUpdate({
      target: [
        sendingTroubles.workspaceId,
        sendingTroubles.subject,
        sendingTroubles.subjectId,
        sendingTroubles.workerId,
      ],
      set: { code, reply, seenAt: sql`clock_timestamp()` },
    });
}

/** The trouble is over for one worker, or for all: then each that still has it says so again. */
export async function clearTrouble(
  tx: Tx,
  workspaceId: Owner,
  { workerId, ...key }: TroubleKey & { workerId?: string },
): Promise<void> {
  const isOf = workerId === undefined ? undefined : eq(sendingTroubles.workerId, workerId);
  await tx.delete(sendingTroubles).where(and(ofOwner(workspaceId), isSubject(key), isOf));
}

/**
 * What living workers have trouble with, in a workspace or with the installation's server, the oldest first; of
 * several workers with the same one, what the last of them met.
 */
export async function listTroubles(tx: Tx, workspaceId: string): Promise<StandingTrouble[]> {
  const { rows } = await tx.execute<Record<keyof StandingTrouble, string>>(sql`
    select t.subject, t.subject_id as "subjectId",
      (array_agg(t.code order by t.seen_at desc))[1] as code,
      (array_agg(t.reply order by t.seen_at desc))[1] as reply,
      min(t.since) as since, max(t.seen_at) as "seenAt",
      count(*) >= (select count(*) from send_workers w where ${IS_ALIVE}) as "isEverywhere"
    from sending_troubles t join send_workers w on w.id = t.worker_id and ${IS_ALIVE}
    where t.workspace_id = ${workspaceId} or t.workspace_id is null
    group by t.subject, t.subject_id order by min(t.since), t.subject, t.subject_id`);
  return rows.map((row) => ({
    ...row,
    subject: row.subject as Trouble["subject"],
    since: new Date(row.since),
    seenAt: new Date(row.seenAt),
    isEverywhere: Boolean(row.isEverywhere),
  }));
}

/** Whether anybody sends, or did a moment ago: who is started anew is away for some seconds. */
export async function hasSender(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from send_workers w
    where ${IS_ALIVE} or (w.has_begun and w.ended_at > clock_timestamp() - interval '15 seconds')
    limit 1`);
  return rows.length > 0;
}

/** Where the way to a server ended: what kept us from connecting, or what the connection said. */
export function troubleStepOf(error: unknown): TroubleStep {
  if (error instanceof AppError) return STEP_BY_ERROR[error.code] ?? "unreadable";
  return error instanceof Error ? stepOf(error) : "protocol";
}
