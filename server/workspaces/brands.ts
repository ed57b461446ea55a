import { record } from "../audit";
import { pictureTypeOf, saveFile } from "../files";
import { AppError, type Ctx, newId } from "../kernel";
import { addBrand } from "./add-brand";
import { optionalAddress, requireAddress } from "./address";
import * as queries from "./queries";
import { type BrandInput, LOGO_MAX_BYTES } from "./schemas";

/** Addresses of a brand in canonical form; `prefix` names the part of the form it stands in. */
export function brandValues(input: BrandInput, prefix = "") {
  const replyTo = optionalAddress(input.replyTo, `${prefix}replyTo`);
  return {
    ...input,
    senderEmail: requireAddress(input.senderEmail, `${prefix}senderEmail`),
    replyTo: replyTo || null,
  };
}

async function requireFreeName(ctx: Ctx, name: string, exceptId: string | null): Promise<void> {
  if (await queries.hasBrandNamed(ctx.db, ctx.workspaceId, { name, exceptId })) {
    throw new AppError("NAME_TAKEN", { field: "name" });
  }
}

async function requireBrand(ctx: Ctx, id: string) {
  const brand = await queries.findBrand(ctx.db, ctx.workspaceId, id);
  if (!brand) throw new AppError("NOT_FOUND");
  return brand;
}

/** Adds a brand under the workspace's legal entity. Errors: NAME_TAKEN, EMAIL_*. */
export async function createBrand(ctx: Ctx, input: BrandInput): Promise<{ id: string }> {
  const values = brandValues(input);
  await requireFreeName(ctx, values.name, null);
  const entity = await queries.findEntity(ctx.db, ctx.workspaceId);
  const locale = await queries.findLocale(ctx.db, ctx.workspaceId);
  if (!entity || locale === null) throw new AppError("NOT_FOUND");
  const id = newId(ctx.now.getTime());
  const row = { workspaceId: ctx.workspaceId, id, legalEntityId: entity.id, ...values };
  await addBrand(ctx.db, { ...row, createdAt: ctx.now, updatedAt: ctx.now }, locale);
  await record(ctx, { action: "brands.create", subjectType: "brand", subjectId: id });
  return { id };
}

/** Changes a brand. Errors: NOT_FOUND, NAME_TAKEN, EMAIL_*. */
export async function updateBrand(
  ctx: Ctx,
  { id, ...input }: BrandInput & { id: string },
): Promise<void> {
  const before = await requireBrand(ctx, id);
  const values = brandValues(input);
  await requireFreeName(ctx, values.name, id);
  await queries.updateBrand(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { ...values, updatedAt: ctx.now },
  );
  const fields = (Object.keys(values) as (keyof typeof values)[]).filter(
    (field) => values[field] !== before[field],
  );
  await record(ctx, {
    action: "brands.update",
    subjectType: "brand",
    subjectId: id,
    summary: { fields },
  });
}

/** Hides a brand from new work, or brings it back. The last visible brand cannot be archived. */
export async function archiveBrand(
  ctx: Ctx,
  { id, isArchived }: { id: string; isArchived: boolean },
): Promise<void> {
  await requireBrand(ctx, id);
  const visible = await queries.listBrands(ctx.db, ctx.workspaceId);
  if (isArchived && visible.every((brand) => brand.id === id)) throw new AppError("LAST_BRAND");
  await queries.updateBrand(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { archivedAt: isArchived ? ctx.now : null, updatedAt: ctx.now },
  );
  await record(ctx, {
    action: isArchived ? "brands.archive" : "brands.restore",
    subjectType: "brand",
    subjectId: id,
  });
}

/**
 * Stores a logo given in base64 and returns its file id. Errors: UPLOAD_TYPE when the bytes are
 * neither PNG nor JPEG, UPLOAD_TOO_LARGE.
 */
export async function saveLogo(ctx: Ctx, base64: string, field: string): Promise<string> {
  const bytes = Buffer.from(base64, "base64");
  const contentType = pictureTypeOf(bytes);
  // A logo stands still.
  if (!contentType || contentType === "image/gif") throw new AppError("UPLOAD_TYPE", { field });
  if (bytes.length > LOGO_MAX_BYTES) throw new AppError("UPLOAD_TOO_LARGE", { field });
  const file = await saveFile(ctx, {
    kind: "logo",
    name: contentType === "image/png" ? "logo.png" : "logo.jpg",
    contentType,
    stream: (async function* () {
      yield bytes;
    })(),
  });
  return file.id;
}

/**
 * Replaces or (null) removes the logo of a brand. The old picture stays stored: mail that was sent
 * with it keeps showing it.
 */
export async function setLogo(ctx: Ctx, input: { id: string; data: string | null }): Promise<void> {
  await requireBrand(ctx, input.id);
  const logoFileId = input.data === null ? null : await saveLogo(ctx, input.data, "data");
  await queries.updateBrand(
    ctx.db,
    { workspaceId: ctx.workspaceId, id: input.id },
    { logoFileId, updatedAt: ctx.now },
  );
  await record(ctx, {
    action: "brands.update",
    subjectType: "brand",
    subjectId: input.id,
    summary: { fields: ["logo"] },
  });
}
