import { sendSystemMail } from "../delivery";
import type { JobHandlers } from "../jobs";
import { env } from "../kernel";
import { inJob, inPlatformJob } from "../worker/context";
import { findAcceptable, findWorkspaceKey, invitationToken } from "../workspaces";
import { INVITATION_DAYS } from "../workspaces/schemas";
import { linkToken } from "./links";
import { composeSystemMail, type Letter } from "./mail";
import { findToken, findUserByEmail, findUserById } from "./queries";
import { LINK_MINUTES } from "./schemas";

/** A sign-in or reset mail; null when the link was used, ran out, or never had a person. */
function letterOfToken(tokenId: string): Promise<Letter | null> {
  return inPlatformJob(async ({ db, now }) => {
    const row = await findToken(db, tokenId, now);
    if (!row) return null;
    const kind = row.kind === "reset" ? "reset" : "link";
    return {
      kind,
      to: row.email,
      workspaceId: null,
      locale: row.locale,
      href: `${env().BASE_URL}/sign-in/${kind}/${linkToken(kind, tokenId)}`,
      values: { name: row.name, minutes: LINK_MINUTES },
    };
  });
}

/** An invitation's mail; null when it was withdrawn or accepted in the meantime. */
function letterOfInvitation(workspaceId: string, id: string): Promise<Letter | null> {
  return inJob(workspaceId, async ({ db, now }) => {
    const row = await findAcceptable({ db, workspaceId, now }, id);
    if (!row) return null;
    const invited = await findUserByEmail(db, row.email);
    const inviter = await findUserById(db, row.invitedBy);
    const workspace = await findWorkspaceKey(db, workspaceId);
    return {
      kind: "invitation",
      to: row.email,
      // System mail even though it names a workspace: in the local mailbox whoever reads an
      // invitation could accept it, so only the operator does.
      workspaceId: null,
      locale: invited?.locale ?? workspace.locale,
      href: `${env().BASE_URL}/invitation/${invitationToken(workspaceId, id)}`,
      values: {
        inviter: inviter?.name ?? "",
        workspace: workspace.name,
        role: row.role,
        days: INVITATION_DAYS,
      },
    };
  });
}

/** @public */
export const authJobs: JobHandlers = {
  "auth.mail": async (job) => {
    const letter = await (job.kind === "token"
      ? letterOfToken(job.tokenId)
      : letterOfInvitation(job.workspaceId, job.invitationId));
    // Sent outside the transaction: a slow mail server holds no row.
    if (letter) await sendSystemMail(await composeSystemMail(letter));
  },
};
