import { and, asc, eq, isNull, ne } from "drizzle-orm";
import { brands, legalEntities, type Tx, topics, workspaces } from "@/db";

const entityColumns = {
  id: legalEntities.id,
  name: legalEntities.name,
  form: legalEntities.form,
  street: legalEntities.street,
  postalCode: legalEntities.postalCode,
  city: legalEntities.city,
  country: legalEntities.country,
  email: legalEntities.email,
  phone: legalEntities.phone,
  registerCourt: legalEntities.registerCourt,
  registerNumber: legalEntities.registerNumber,
  directors: legalEntities.directors,
  vatId: legalEntities.vatId,
  dpoName: legalEntities.dpoName,
  dpoEmail: legalEntities.dpoEmail,
};

const brandColumns = {
  id: brands.id,
  name: brands.name,
  colour: brands.colour,
  logoFileId: brands.logoFileId,
  senderName: brands.senderName,
  senderEmail: brands.senderEmail,
  replyTo: brands.replyTo,
};

/** The brands of a workspace in the order they are offered. */
export function listBrands(tx: Tx, workspaceId: string) {
  return tx
    .select({ id: brands.id, name: brands.name, colour: brands.colour })
    .from(brands)
    .where(and(eq(brands.workspaceId, workspaceId), isNull(brands.archivedAt)))
    .orderBy(brands.createdAt);
}

/** Brands with all their fields, archived ones last. */
export function listAllBrands(tx: Tx, workspaceId: string) {
  return tx
    .select({ ...brandColumns, archivedAt: brands.archivedAt })
    .from(brands)
    .where(eq(brands.workspaceId, workspaceId))
    .orderBy(asc(isNull(brands.archivedAt)), brands.createdAt);
}

export async function findBrand(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({ ...brandColumns, archivedAt: brands.archivedAt })
    .from(brands)
    .where(and(eq(brands.workspaceId, workspaceId), eq(brands.id, id)));
  return row ?? null;
}

export async function findBrandWithEntity(tx: Tx, workspaceId: string, brandId: string) {
  const [row] = await tx
    .select({
      brand: brandColumns,
      entity: entityColumns,
      workspace: {
        id: workspaces.id,
        name: workspaces.name,
        locale: workspaces.locale,
        timeZone: workspaces.timeZone,
      },
    })
    .from(brands)
    .innerJoin(
      legalEntities,
      and(
        eq(legalEntities.workspaceId, brands.workspaceId),
        eq(legalEntities.id, brands.legalEntityId),
      ),
    )
    .innerJoin(workspaces, eq(workspaces.id, brands.workspaceId))
    .where(and(eq(brands.workspaceId, workspaceId), eq(brands.id, brandId)));
  return row ?? null;
}

/** Whether another brand of the workspace has this name, archived ones included. */
export async function hasBrandNamed(
  tx: Tx,
  workspaceId: string,
  wanted: { name: string; exceptId: string | null },
): Promise<boolean> {
  const [row] = await tx
    .select({ id: brands.id })
    .from(brands)
    .where(
      and(
        eq(brands.workspaceId, workspaceId),
        eq(brands.name, wanted.name),
        wanted.exceptId ? ne(brands.id, wanted.exceptId) : undefined,
      ),
    );
  return row !== undefined;
}

export async function insertBrand(tx: Tx, row: typeof brands.$inferInsert): Promise<void> {
  await tx.insert(brands).values(row);
}

/** Consent is a domain above this one; what it finds is that every brand has this row. */
export async function insertTrackingPurpose(
  tx: Tx,
  row: typeof topics.$inferInsert,
): Promise<void> {
  await tx.insert(topics).values(row);
}

/** Language of a workspace's own texts. */
export async function findLocale(tx: Tx, workspaceId: string): Promise<string | null> {
  const [row] = await tx
    .select({ locale: workspaces.locale })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row?.locale ?? null;
}

export async function updateBrand(
  tx: Tx,
  key: { workspaceId: string; id: string },
  change: Partial<typeof brands.$inferInsert>,
): Promise<void> {
  await tx
    .update(brands)
    .set(change)
    .where(and(eq(brands.workspaceId, key.workspaceId), eq(brands.id, key.id)));
}

export async function findWorkspace(tx: Tx, workspaceId: string) {
  const [row] = await tx.select().from(workspaces).where(eq(workspaces.id, workspaceId));
  return row ?? null;
}

export async function updateWorkspace(
  tx: Tx,
  workspaceId: string,
  change: Partial<typeof workspaces.$inferInsert>,
): Promise<void> {
  await tx.update(workspaces).set(change).where(eq(workspaces.id, workspaceId));
}

/** The legal entity of the workspace: the first one; the screens keep exactly one. */
export async function findEntity(tx: Tx, workspaceId: string) {
  const [row] = await tx
    .select(entityColumns)
    .from(legalEntities)
    .where(eq(legalEntities.workspaceId, workspaceId))
    .orderBy(legalEntities.createdAt)
    .limit(1);
  return row ?? null;
}

export async function updateEntity(
  tx: Tx,
  key: { workspaceId: string; id: string },
  change: Partial<typeof legalEntities.$inferInsert>,
): Promise<void> {
  await tx
    .update(legalEntities)
    .set(change)
    .where(and(eq(legalEntities.workspaceId, key.workspaceId), eq(legalEntities.id, key.id)));
}

/** Name and language of a workspace, for mail to whoever is invited. */
export async function findWorkspaceKey(
  tx: Tx,
  workspaceId: string,
): Promise<{ name: string; locale: string }> {
  const row = await findWorkspace(tx, workspaceId);
  return { name: row?.name ?? "", locale: row?.locale ?? "en" };
}

/** The zone whose days and clock times a workspace means, and its own currency. */
export async function findWorkspaceFacts(
  tx: Tx,
  workspaceId: string,
): Promise<{ timeZone: string; currency: string; isDemo: boolean }> {
  const { timeZone, currency, isDemo } = workspaces;
  const [row] = await tx
    .select({ timeZone, currency, isDemo })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row ?? { timeZone: "UTC", currency: "EUR", isDemo: false };
}
