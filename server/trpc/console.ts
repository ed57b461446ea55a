import { database } from "@/db/client";
import type { Member } from "../auth";
import { AppError, type Ctx } from "../kernel";
import type { Permission } from "../workspaces";
import type { RequestContext } from "./context";

/** The member behind a request, who has the permission. UNAUTHENTICATED, NOT_FOUND, FORBIDDEN. */
export async function requireMember(
  request: RequestContext,
  permission: Permission,
): Promise<Member> {
  const member = await request.member();
  if (!member) throw new AppError((await request.user()) ? "NOT_FOUND" : "UNAUTHENTICATED");
  if (!member.permissions.includes(permission)) throw new AppError("FORBIDDEN");
  return member;
}

/**
 * What `procedure` is for tRPC, for the console's few plain routes (uploads and downloads): runs
 * `work` in one transaction bound to the member's workspace.
 */
export async function inConsole<T>(
  request: RequestContext,
  permission: Permission,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const { user, workspaceId } = await requireMember(request, permission);
  return database().inWorkspace(workspaceId, (db) =>
    work({
      workspaceId,
      actor: { kind: "user", id: user.id, sessionId: user.sessionId },
      db,
      now: request.now,
      requestId: request.requestId,
    }),
  );
}
