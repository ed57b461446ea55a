import { database } from "@/db/client";
import { listWorkspaces, mayFoundWorkspace, type SessionUser } from "../auth";
import { dropBytes, listBytes } from "../files";
import { enqueue } from "../jobs";
import { AppError, type Ctx, clock, newId } from "../kernel";
import { dropMails } from "../mailbox";
import { removeDemoWorkspace } from "../workspaces";
import { furnish } from "./furnish";
import * as queries from "./queries";
import { DEMO_SEED, type DemoLocale } from "./schemas";

/** Who asks for a demo shop, and in which language it shall be. */
export interface DemoAsker {
  id: string;
  locale: DemoLocale;
}

/** The demo shop somebody belongs to, if there is one. */
export async function findOwnDemo(userId: string): Promise<string | null> {
  const own = await listWorkspaces(userId);
  return own.find((one) => one.isDemo)?.workspaceId ?? null;
}

/**
 * The demo shop of a person: the one they have, or a new one whose history ends at `now`; the worker
 * fills it within half a minute.
 */
export async function openDemo(
  asker: DemoAsker,
  now = clock.now(),
): Promise<{ workspaceId: string }> {
  const known = await findOwnDemo(asker.id);
  if (known) return { workspaceId: known };
  const workspaceId = newId();
  await database().inWorkspace(workspaceId, async (db) => {
    const actor = { kind: "user", id: asker.id, sessionId: "" } as const;
    const ctx: Ctx = { workspaceId, actor, db, now, requestId: newId() };
    await furnish(ctx, asker.locale);
    await queries.insertDemo(db, {
      workspaceId,
      seed: DEMO_SEED,
      askedBy: asker.id,
      createdAt: now,
    });
    await enqueue(db, "demo.build", { payload: { workspaceId }, key: workspaceId });
  });
  return { workspaceId };
}

/** As `openDemo`, for somebody at a screen. FORBIDDEN for who may not found a workspace. */
export async function openDemoFor(user: SessionUser): Promise<{ workspaceId: string }> {
  const known = await findOwnDemo(user.id);
  if (!known && !(await mayFoundWorkspace(user))) throw new AppError("FORBIDDEN");
  return openDemo({ id: user.id, locale: user.locale === "de" ? "de" : "en" });
}

/** Removes a demo shop with everything in it. NOT_FOUND for a real workspace. */
export async function removeDemo(workspaceId: string): Promise<void> {
  const bytes = await database().inWorkspace(workspaceId, async (db) => {
    const kept = await listBytes({ db, workspaceId });
    if (!(await removeDemoWorkspace({ db, workspaceId }))) throw new AppError("NOT_FOUND");
    return kept;
  });
  await dropBytes(bytes);
  await dropMails(workspaceId, clock.now());
}

/** As `removeDemo`, for somebody at a screen. FORBIDDEN for who does not answer for it. */
export async function removeDemoFor(user: SessionUser, workspaceId: string): Promise<void> {
  const own = await listWorkspaces(user.id);
  const membership = own.find((one) => one.workspaceId === workspaceId);
  if (!membership?.isDemo) throw new AppError("NOT_FOUND");
  if (!["owner", "admin"].includes(membership.role)) throw new AppError("FORBIDDEN");
  await removeDemo(workspaceId);
}
