import { database } from "@/db/client";
import { type Ctx, clock, newId } from "../kernel";

/**
 * How a job handler reaches the data of its workspace: one transaction bound to it, acting as the
 * system. A job that works in chunks calls this once per chunk, so that each is committed.
 * @public
 */
export function inJob<T>(workspaceId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return database().inWorkspace(workspaceId, (db) =>
    work({
      workspaceId,
      actor: { kind: "system", id: null },
      db,
      now: clock.now(),
      requestId: newId(),
    }),
  );
}

/**
 * The same for a job about something above workspaces (a sign-in link): platform tables only.
 * @public
 */
export function inPlatformJob<T>(
  work: (ctx: Pick<Ctx, "db" | "now" | "requestId">) => Promise<T>,
): Promise<T> {
  return database().inPlatform({}, (db) => work({ db, now: clock.now(), requestId: newId() }));
}
