import { legalEntities, memberships, workspaces } from "@/db";
import { record } from "../audit";
import { type Ctx, newId } from "../kernel";
import { addBrand } from "./add-brand";
import { optionalAddress } from "./address";
import { brandValues, saveLogo } from "./brands";
import type { BrandInput, EntityInput, WorkspaceInput } from "./schemas";

export interface NewWorkspace {
  workspace: WorkspaceInput;
  entity: EntityInput;
  brand: BrandInput;
  /** PNG or JPEG in base64. */
  logo: string | null;
  /** Nobody in it exists; see `removeDemoWorkspace`. */
  isDemo?: boolean;
}

/** Addresses of a legal entity in canonical form. */
export function entityValues(input: EntityInput, prefix = ""): EntityInput {
  return {
    ...input,
    email: optionalAddress(input.email, `${prefix}email`),
    dpoEmail: optionalAddress(input.dpoEmail, `${prefix}dpoEmail`),
  };
}

/**
 * Founds the workspace of `ctx` (its id is new) with its legal entity and first brand, owned by
 * `ownerId`. Errors: EMAIL_* at `entity.*` and `brand.*`, UPLOAD_* at `logo`.
 */
export async function foundWorkspace(
  ctx: Ctx,
  ownerId: string,
  input: NewWorkspace,
): Promise<{ brandId: string }> {
  const { workspaceId, db, now } = ctx;
  const entity = entityValues(input.entity, "entity.");
  const brand = brandValues(input.brand, "brand.");
  const [entityId, brandId] = [newId(), newId()];
  await db.insert(workspaces).values({
    id: workspaceId,
    ...input.workspace,
    isDemo: input.isDemo ?? false,
    createdAt: now,
  });
  await db
    .insert(memberships)
    .values({ workspaceId, userId: ownerId, role: "owner", createdAt: now });
  await db
    .insert(legalEntities)
    .values({ workspaceId, id: entityId, ...entity, createdAt: now, updatedAt: now });
  const logoFileId = input.logo === null ? null : await saveLogo(ctx, input.logo, "logo");
  const row = { workspaceId, id: brandId, legalEntityId: entityId, ...brand, logoFileId };
  await addBrand(db, { ...row, createdAt: now, updatedAt: now }, input.workspace.locale);
  await record(ctx, {
    action: "workspaces.create",
    subjectType: "workspace",
    subjectId: workspaceId,
  });
  return { brandId };
}
