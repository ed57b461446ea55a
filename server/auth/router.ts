import { z } from "zod";
import { AppError, env } from "../kernel";
import { personProcedure, procedure, publicProcedure, sessionProcedure, t } from "../trpc";
import { listBrands } from "../workspaces";
import {
  changePassword,
  getProfile,
  listOwnSessions,
  revokeOtherSessions,
  revokeOwnSession,
  updateProfile,
} from "./account";
import { createWorkspace, isSetupNeeded, isSetupRefused, runSetup } from "./first-run";
import { findInvitation, joinAsMember, joinAsNewPerson } from "./invitations";
import { isLinkUsable, requestLink, resetPassword } from "./links";
import { oidcProvider } from "./oidc";
import {
  emailSchema,
  newPersonSchema,
  newWorkspaceSchema,
  passwordChangeSchema,
  profileSchema,
  resetSchema,
  setupSchema,
} from "./schemas";
import { mayFoundWorkspace } from "./session";

/** A signed token as it stands in a link; what it says is checked by its reader. */
const signedToken = z.string().min(1).max(300);

/** @public */
export const sessionRouter = t.router({
  /** Who is asking, where, and what they may do: the frame's data. */
  viewer: procedure("workspace.read").query(async ({ ctx }) => {
    const { user, role, permissions, workspaces } = ctx.member;
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

/** @public */
export const setupRouter = t.router({
  /** Whether the installation waits for its first person, and whether the browser may make them. */
  state: publicProcedure.query(async () => ({
    isNeeded: await isSetupNeeded(),
    isRefused: isSetupRefused(),
  })),
  run: publicProcedure
    .input(setupSchema)
    .mutation(async ({ input }) => ({ workspaceId: (await runSetup(input)).workspaceId })),
});

/** @public */
export const authRouter = t.router({
  /** The ways to sign in that this installation offers. */
  methods: publicProcedure.query(() => ({ oidc: oidcProvider()?.name ?? null })),
  requestLink: publicProcedure
    .input(emailSchema)
    .mutation(({ ctx, input }) => requestLink({ kind: "link", ...input }, ctx)),
  requestReset: publicProcedure
    .input(emailSchema)
    .mutation(({ ctx, input }) => requestLink({ kind: "reset", ...input }, ctx)),
  isLinkUsable: publicProcedure
    .input(z.object({ kind: z.enum(["link", "reset"]), token: signedToken }))
    .query(({ input }) => isLinkUsable(input)),
  resetPassword: publicProcedure.input(resetSchema).mutation(({ input }) => resetPassword(input)),
});

/** @public */
export const invitationsRouter = t.router({
  /** What a mailed invitation says, for whoever has its link. */
  find: publicProcedure.input(z.object({ token: signedToken })).query(async ({ ctx, input }) => {
    const found = await findInvitation(input.token);
    const user = await ctx.user();
    return found ? { ...found, signedInAs: user?.email ?? null } : null;
  }),
  joinAsNewPerson: publicProcedure
    .input(newPersonSchema.extend({ token: signedToken }))
    .mutation(({ input }) => joinAsNewPerson(input)),
  join: publicProcedure.input(z.object({ token: signedToken })).mutation(async ({ ctx, input }) => {
    const user = await ctx.user();
    if (!user) throw new AppError("UNAUTHENTICATED");
    return joinAsMember(input.token, user);
  }),
});

/** @public */
export const accountRouter = t.router({
  get: sessionProcedure.query(({ ctx }) => getProfile(ctx)),
  update: sessionProcedure
    .input(profileSchema)
    .mutation(({ ctx, input }) => updateProfile(ctx, input)),
  changePassword: personProcedure
    .input(passwordChangeSchema)
    .mutation(({ ctx, input }) => changePassword(ctx.person, input)),
  sessions: sessionProcedure.query(({ ctx }) => listOwnSessions(ctx)),
  revokeSession: sessionProcedure
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => revokeOwnSession(ctx, input.id)),
  revokeOtherSessions: sessionProcedure.mutation(({ ctx }) => revokeOtherSessions(ctx)),
  mayCreateWorkspace: personProcedure.query(({ ctx }) => mayFoundWorkspace(ctx.person)),
  createWorkspace: personProcedure.input(newWorkspaceSchema).mutation(async ({ ctx, input }) => {
    if (!(await mayFoundWorkspace(ctx.person))) throw new AppError("FORBIDDEN");
    const locale = ctx.person.locale === "de" ? "de" : "en";
    const made = await createWorkspace(ctx.person.id, { ...input, locale });
    return { workspaceId: made.workspaceId };
  }),
});
