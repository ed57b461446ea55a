import { brands, legalEntities, memberships, users, workspaces } from "@/db";
import { database } from "@/db/client";
import { record } from "../audit";
import { canonicalAddress } from "../contacts";
import { AppError, type Ctx, clock, newId } from "../kernel";
import { hashPassword } from "./password";
import * as queries from "./queries";
import type { FirstRun } from "./schemas";

function addressOf(given: string, field: string): string {
  const verdict = canonicalAddress(given);
  if (!verdict.ok) throw new AppError(verdict.code, { field });
  return verdict.address;
}

/**
 * Creates a person, a workspace that they own, its legal entity and its first brand, in one
 * transaction. The first person of an installation becomes its operator. Errors: EMAIL_* for an
 * address, EMAIL_TAKEN when somebody with that address exists.
 */
export async function createOwner(
  input: FirstRun,
): Promise<{ userId: string; workspaceId: string; brandId: string }> {
  const email = addressOf(input.email, "email");
  const senderEmail = input.senderEmail ? addressOf(input.senderEmail, "senderEmail") : email;
  const passwordHash = await hashPassword(input.password);
  const now = clock.now();
  const [userId, workspaceId, entityId, brandId] = [newId(), newId(), newId(), newId()];
  await database().inWorkspace(workspaceId, async (tx) => {
    if (await queries.findUserByEmail(tx, email))
      throw new AppError("EMAIL_TAKEN", { field: "email" });
    const isOperator = !(await queries.hasUsers(tx));
    await tx.insert(users).values({
      id: userId,
      email,
      name: input.name,
      passwordHash,
      locale: input.locale,
      isOperator,
    });
    await tx.insert(workspaces).values({
      id: workspaceId,
      name: input.workspace,
      timeZone: input.timeZone,
      locale: input.locale,
    });
    await tx.insert(memberships).values({ workspaceId, userId, role: "owner" });
    await tx
      .insert(legalEntities)
      .values({ workspaceId, id: entityId, name: input.legalEntity ?? input.workspace });
    await tx.insert(brands).values({
      workspaceId,
      id: brandId,
      legalEntityId: entityId,
      name: input.brand,
      senderName: input.brand,
      senderEmail,
    });
    const ctx: Ctx = {
      workspaceId,
      actor: { kind: "user", id: userId, sessionId: "" },
      db: tx,
      now,
      requestId: newId(),
    };
    await record(ctx, {
      action: "workspaces.create",
      subjectType: "workspace",
      subjectId: workspaceId,
    });
  });
  return { userId, workspaceId, brandId };
}
