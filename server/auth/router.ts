import { env } from "../kernel";
import { procedure, t } from "../trpc";
import { listBrands } from "../workspaces";
import { listWorkspaces } from "./session";

/** @public */
export const sessionRouter = t.router({
  /** Who is asking, where, and what they may do: the frame's data. */
  viewer: procedure("workspace.read").query(async ({ ctx }) => {
    const { user, role, permissions } = ctx.member;
    const workspaces = (await listWorkspaces(user.id)).map((m) => ({
      id: m.workspaceId,
      name: m.name,
      timeZone: m.timeZone,
    }));
    return {
      user,
      role,
      permissions,
      workspaces,
      brands: await listBrands(ctx.db, ctx.workspaceId),
      workspace: workspaces.find((w) => w.id === ctx.workspaceId) ?? null,
      mailboxAvailable: env().MAILBOX_DIR !== undefined && permissions.includes("mailbox.read"),
    };
  }),
});
