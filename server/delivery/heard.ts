import { logger } from "../kernel";
import { type TroubleStep, troubleStepOf } from "../senders";
import type { Rests } from "./breaker";
import { type Carried, carriedOf } from "./carried";
import { serverIdOf } from "./handed";
import { isDiskError } from "./journal";
import type { Notices } from "./notices";
import { type Sent, SmtpUnavailable } from "./smtp-types";

// Not at import: a build has no environment.
const log = () => logger("delivery");

/** Why a way out cannot be used, as it is told to people; null when it was us who closed it. */
function stepOf({ failed, reply }: Sent): TroubleStep | null {
  if (failed instanceof SmtpUnavailable) return failed.cause ? troubleStepOf(failed.cause) : null;
  if (isDiskError(failed)) return "disk_full";
  return reply ? "busy" : "silent";
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
  if (!isUseless || rests.restOfServer(key) === 0) return carried;
  const code = stepOf(sent);
  if (code === null) return carried;
  const reply = wordsOf(sent);
  log().warn({ key, code, reply }, "mail server cannot be used");
  notices.raise(owner, { ...server, code, reply });
  return carried;
}
