import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { attributeDefinitions, contacts, type Tx } from "@/db";
import { record } from "../audit";
import { AppError, type Ctx } from "../kernel";
import { keyFromLabel } from "./names.core";
import { AttributeType, NewAttribute, RESERVED_KEYS } from "./schemas";

export interface AttributeDefinition {
  key: string;
  label: string;
  type: AttributeType;
}

/** The workspace's own fields on people, in the order of their labels. */
export async function listAttributeDefinitions(
  tx: Tx,
  workspaceId: string,
): Promise<AttributeDefinition[]> {
  const rows = await tx
    .select({
      key: attributeDefinitions.key,
      label: attributeDefinitions.label,
      type: attributeDefinitions.type,
    })
    .from(attributeDefinitions)
    .where(eq(attributeDefinitions.workspaceId, workspaceId))
    .orderBy(asc(sql`lower(${attributeDefinitions.label})`), asc(attributeDefinitions.key));
  // An unknown type throws here: nothing may guess how to read its values.
  return rows.map((row) => ({ ...row, type: AttributeType.parse(row.type) }));
}

/**
 * Adds an attribute and returns its key. Errors: ATTRIBUTE_KEY_RESERVED (a name that columns of a
 * person have), ATTRIBUTE_TAKEN (same label or key), both at `label`.
 */
export async function defineAttribute(ctx: Ctx, input: NewAttribute): Promise<AttributeDefinition> {
  const { label, type, key = keyFromLabel(label) } = NewAttribute.parse(input);
  if ((RESERVED_KEYS as readonly string[]).includes(key)) {
    throw new AppError("ATTRIBUTE_KEY_RESERVED", { field: "label" });
  }
  const made = await ctx.db
    .insert(attributeDefinitions)
    .values({ workspaceId: ctx.workspaceId, key, label, type, createdAt: ctx.now })
    .onConflictDoNothing()
    .returning({ key: attributeDefinitions.key });
  if (made.length === 0) throw new AppError("ATTRIBUTE_TAKEN", { field: "label" });
  await record(ctx, {
    action: "contacts.define_attribute",
    subjectType: "attribute",
    subjectId: key,
    summary: { type },
  });
  return { key, label, type };
}

/** Gives an attribute another label; key and type stay, because stored values follow them. */
export async function renameAttribute(
  ctx: Ctx,
  input: { key: string; label: string },
): Promise<void> {
  const mine = eq(attributeDefinitions.workspaceId, ctx.workspaceId);
  const taken = await ctx.db
    .select({ key: attributeDefinitions.key })
    .from(attributeDefinitions)
    .where(and(mine, eq(attributeDefinitions.label, input.label)));
  if (taken.some((row) => row.key !== input.key)) {
    throw new AppError("ATTRIBUTE_TAKEN", { field: "label" });
  }
  const changed = await ctx.db
    .update(attributeDefinitions)
    .set({ label: input.label })
    .where(and(mine, eq(attributeDefinitions.key, input.key)))
    .returning({ key: attributeDefinitions.key });
  if (changed.length === 0) throw new AppError("NOT_FOUND");
  await record(ctx, {
    action: "contacts.rename_attribute",
    subjectType: "attribute",
    subjectId: input.key,
  });
}

/** How many living people have a value, per attribute key. Reads every person: not for lists. */
export async function countAttributeUse(
  tx: Tx,
  workspaceId: string,
): Promise<Record<string, number>> {
  const used = tx
    .select({ key: sql<string>`jsonb_object_keys(${contacts.attributes})`.as("key") })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), isNull(contacts.deletedAt)))
    .as("used");
  const rows = await tx
    .select({ key: used.key, people: sql<number>`count(*)::int` })
    .from(used)
    .groupBy(used.key);
  return Object.fromEntries(rows.map((row) => [row.key, row.people]));
}
