import { z } from "zod";
import { procedure, t } from "../trpc";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys";
import { logoUrl } from "./brand-kit";
import { archiveBrand, createBrand, setLogo, updateBrand } from "./brands";
import { invite, resendInvitation, revokeInvitation } from "./invitations";
import { listOpenInvitations } from "./member-queries";
import { changeMember, listMembers, removeMember } from "./members";
import { listAllBrands } from "./queries";
import {
  apiKeySchema,
  brandSchema,
  entitySchema,
  invitationSchema,
  logoSchema,
  memberSchema,
  workspaceSettingsSchema,
} from "./schemas";
import { getEntity, getWorkspace, updateEntity, updateWorkspace } from "./settings";

const byId = z.object({ id: z.uuid() });

/** @public */
export const workspacesRouter = t.router({
  get: procedure("workspace.read").query(({ ctx }) => getWorkspace(ctx)),
  update: procedure("workspace.configure")
    .input(workspaceSettingsSchema)
    .mutation(({ ctx, input }) => updateWorkspace(ctx, input)),
  entity: procedure("workspace.read").query(({ ctx }) => getEntity(ctx)),
  updateEntity: procedure("workspace.configure")
    .input(entitySchema)
    .mutation(({ ctx, input }) => updateEntity(ctx, input)),
});

/** @public */
export const brandsRouter = t.router({
  list: procedure("workspace.read").query(async ({ ctx }) => {
    const rows = await listAllBrands(ctx.db, ctx.workspaceId);
    return rows.map(({ logoFileId, ...brand }) => ({
      ...brand,
      logoUrl: logoUrl(ctx.workspaceId, logoFileId),
    }));
  }),
  create: procedure("workspace.configure")
    .input(brandSchema)
    .mutation(({ ctx, input }) => createBrand(ctx, input)),
  update: procedure("workspace.configure")
    .input(brandSchema.extend({ id: z.uuid() }))
    .mutation(({ ctx, input }) => updateBrand(ctx, input)),
  setLogo: procedure("workspace.configure")
    .input(z.object({ id: z.uuid(), data: logoSchema.nullable() }))
    .mutation(({ ctx, input }) => setLogo(ctx, input)),
  archive: procedure("workspace.configure")
    .input(z.object({ id: z.uuid(), isArchived: z.boolean() }))
    .mutation(({ ctx, input }) => archiveBrand(ctx, input)),
});

/** @public */
export const membersRouter = t.router({
  list: procedure("members.read").query(({ ctx }) => listMembers(ctx)),
  change: procedure("members.manage")
    .input(memberSchema.extend({ userId: z.uuid() }))
    .mutation(({ ctx, input }) => changeMember(ctx, input)),
  remove: procedure("members.manage")
    .input(z.object({ userId: z.uuid() }))
    .mutation(({ ctx, input }) => removeMember(ctx, input)),
  invitations: procedure("members.read").query(({ ctx }) =>
    listOpenInvitations(ctx.db, ctx.workspaceId),
  ),
  invite: procedure("members.manage")
    .input(invitationSchema)
    .mutation(({ ctx, input }) => invite(ctx, input)),
  resendInvitation: procedure("members.manage")
    .input(byId)
    .mutation(({ ctx, input }) => resendInvitation(ctx, input)),
  revokeInvitation: procedure("members.manage")
    .input(byId)
    .mutation(({ ctx, input }) => revokeInvitation(ctx, input)),
});

/** @public */
export const apiKeysRouter = t.router({
  list: procedure("workspace.configure").query(({ ctx }) => listApiKeys(ctx)),
  create: procedure("workspace.configure")
    .input(apiKeySchema)
    .mutation(({ ctx, input }) => createApiKey(ctx, input)),
  revoke: procedure("workspace.configure")
    .input(byId)
    .mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
});
