import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { sendingTroubles, sendWorkers, type Tx } from "@/db";
import { AppError, newId } from "../kernel";
import { replyOf, stepOf, type TroubleStep } from "./connection.core";

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
  since: Date;
  seenAt: Date;
}

/** Whose it is: a workspace's, or (null) everybody's, as the installation's mail server is. */
type Owner = string | null;

const ofOwner = (workspaceId: Owner) =>
  workspaceId === null
    ? isNull(sendingTroubles.workspaceId)
    : eq(sendingTroubles.workspaceId, workspaceId);

const isSubject = ({ subject, subjectId }: TroubleKey) =>
  and(eq(sendingTroubles.subject, subject), eq(sendingTroubles.subjectId, subjectId));

const isAlive = sql`exists (select 1 from ${sendWorkers} w where w.id = ${sendingTroubles.workerId}
  and w.ended_at is null and w.lease_until > clock_timestamp())`;

/** A worker has trouble, or has it still. What workers left behind that are gone is taken away with it. */
export async function noteTrouble(
  tx: Tx,
  workspaceId: Owner,
  { workerId, now, ...trouble }: Trouble & { workerId: string; now: Date },
): Promise<void> {
  await tx.delete(sendingTroubles).where(and(ofOwner(workspaceId), sql`not ${isAlive}`));
  const { subject, subjectId, code } = trouble;
  const reply = replyOf({ message: "", response: trouble.reply });
  await tx
    .insert(sendingTroubles)
    .values({
      ...{ workspaceId, id: newId(now.getTime()), workerId, subject, subjectId, code, reply },
      ...{ since: now, seenAt: now },
    })
    .onConflictDoUpdate({
      target: [
        sendingTroubles.workspaceId,
        sendingTroubles.subject,
        sendingTroubles.subjectId,
        sendingTroubles.workerId,
      ],
      set: { code, reply, seenAt: now },
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
 * several workers with the same one, who had it first.
 */
export async function listTroubles(
  tx: Tx,
  workspaceId: string,
  subjects: readonly Trouble["subject"][] = ["server", "letter", "lane"],
): Promise<StandingTrouble[]> {
  const rows = await tx
    .select()
    .from(sendingTroubles)
    .where(
      and(
        or(ofOwner(workspaceId), ofOwner(null)),
        inArray(sendingTroubles.subject, [...subjects]),
        isAlive,
      ),
    )
    .orderBy(asc(sendingTroubles.since), asc(sendingTroubles.id));
  const found = new Map<string, StandingTrouble>();
  for (const { subjectId, code, reply, since, seenAt, ...row } of rows) {
    const subject = row.subject as Trouble["subject"];
    const key = `${subject} ${subjectId}`;
    const known = found.get(key);
    if (!known) found.set(key, { subject, subjectId, code, reply, since, seenAt });
    else if (seenAt > known.seenAt) known.seenAt = seenAt;
  }
  return [...found.values()];
}

const BY_ERROR: Record<string, TroubleStep> = {
  SMTP_HOST_FORBIDDEN: "forbidden",
  SMTP_HOST_UNKNOWN: "unknown_host",
  SMTP_TLS_REQUIRED: "insecure",
};

/** Where the way to a server ended: what kept us from connecting, or what the connection said. */
export function troubleStepOf(error: unknown): TroubleStep {
  if (error instanceof AppError) return BY_ERROR[error.code] ?? "unreadable";
  return error instanceof Error ? stepOf(error) : "protocol";
}
