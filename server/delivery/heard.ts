import { logger } from "../kernel";
import { stepOfReply, type TroubleStep, troubleStepOf } from "../senders";
import type { Rests } from "./breaker";
import { type Carried, carriedOf } from "./carried";
import { serverIdOf } from "./handed";
import { isDiskError } from "./journal";
import type { Notices } from "./notices";
import { type Sent, SmtpUnavailable } from "./smtp-types";

// Not at import: a build has no environment.
const log = () => logger("delivery");
/** A server that fails for longer is told of. */
const TOLD_AFTER_MS = 3_000;

/** Why a way out cannot be used, as it is told to people; null when it was us who closed it. */
function stepOf({ failed, reply }: Sent): TroubleStep | null {
  if (failed instanceof SmtpUnavailable) return failed.cause ? troubleStepOf(failed.cause) : null;
  if (isDiskError(failed)) return "disk_full";
  return reply ? stepOfReply(reply.code) : "silent";
}

/** What the server said to that, as far as it said anything. */
function wordsOf({ failed, reply }: Sent): string {
  if (reply) return [reply.code, reply.enhanced, reply.text].filter(Boolean).join(" ");
  const cause = failed instanceof SmtpUnavailable ? failed.cause : null;
  return cause instanceof Error && "response" in cause ? String(cause.response ?? "") : "";
}

/**
 * Takes what was heard of a way out with one message: whether it rests from now on, and what people are told of it
 * while it cannot be used.
 */
export function hear(
  { rests, notices }: { rests: Rests; notices: Notices },
  sent: Sent,
  about: { workspaceId: string; key: string; domain: string; id: string },
): Carried {
  const carried = carriedOf(sent);
  const { key, workspaceId } = about;
  rests.note(carried, about);
  const serverId = serverIdOf(key);
  const owner = serverId === null ? null : workspaceId;
  const server = { subject: "server" as const, subjectId: serverId ?? "" };
  if (carried === "answered" || carried === "throttled") notices.clear(owner, server);
  const isUseless = carried === "unavailable" || carried === "silent" || carried === "lost";
  // One that took others a moment ago and will in another is none: it rests, and nobody need know.
  if (!isUseless || rests.failingFor(key) < TOLD_AFTER_MS) return carried;
  const code = stepOf(sent);
  if (code === null) return carried;
  // What the installation's server says may be about one workspace's mail, and everybody reads it.
  const reply = wordsOf(sent);
  const isNew = notices.raise(owner, { ...server, code, reply: owner === null ? "" : reply });
  if (isNew) log().warn({ key, code, reply }, "mail server cannot be used");
  return carried;
}
