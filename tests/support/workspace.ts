import { afterAll } from "vitest";
import { type Database, database, openDatabase } from "@/db/client";
import { createOwner } from "@/server/auth";
import { type Actor, type Ctx, newId } from "@/server/kernel";
import { testDatabase } from "./database";

export interface TestWorkspace {
  workspaceId: string;
  brandId: string;
  ownerId: string;
  ownerEmail: string;
  /** Runs a verb as the owner in one transaction under the web role, at `now`. */
  run<T>(work: (ctx: Ctx) => Promise<T>, options?: { now?: Date; actor?: Actor }): Promise<T>;
  /** The same under the worker's role, as the system. */
  runAsWorker<T>(work: (ctx: Ctx) => Promise<T>, options?: { now?: Date }): Promise<T>;
}

let worker: Promise<Database> | undefined;

/** The worker role's pool of this test file, opened when first asked for. */
export function workerDatabase(): Promise<Database> {
  worker ??= testDatabase().then(({ workerUrl }) =>
    openDatabase(workerUrl, { max: 5, isSteady: true }),
  );
  return worker;
}

afterAll(async () => {
  await (await worker)?.close();
  worker = undefined;
});

/** A workspace of its own for one test: owner, legal entity and brand, made by the product's verb. */
export async function freshWorkspace(name = "Nord"): Promise<TestWorkspace> {
  const ownerEmail = `owner-${newId()}@nord.example`;
  const { userId, workspaceId, brandId } = await createOwner({
    name: "Olivia",
    email: ownerEmail,
    password: "correct-horse-battery",
    workspace: name,
    brand: name,
    locale: "en",
    timeZone: "Europe/Berlin",
  });
  const owner: Actor = { kind: "user", id: userId, sessionId: newId() };
  return {
    workspaceId,
    brandId,
    ownerId: userId,
    ownerEmail,
    run: (work, options = {}) =>
      database().inWorkspace(workspaceId, (db) =>
        work({
          workspaceId,
          actor: options.actor ?? owner,
          db,
          now: options.now ?? new Date(),
          requestId: newId(),
        }),
      ),
    runAsWorker: async (work, options = {}) =>
      (await workerDatabase()).inWorkspace(workspaceId, (db) =>
        work({
          workspaceId,
          actor: { kind: "system", id: null },
          db,
          now: options.now ?? new Date(),
          requestId: newId(),
        }),
      ),
  };
}
