import { TRPCError } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { type Database, database, openDatabase } from "@/db/client";
import { openSession } from "@/server/auth";
import { AppError, newId } from "@/server/kernel";
import { appRouter } from "@/server/root";
import { createRequestContext, type ProcedureMeta, WORKSPACE_HEADER } from "@/server/trpc";
import { permissionsOf, ROLES } from "@/server/workspaces";
import { fingerprint, seedCanaries } from "../support/canaries";
import { asAdmin, testDatabase } from "../support/database";
import { sampleInput } from "../support/sample-input";
import { freshWorkspace, type TestWorkspace } from "../support/workspace";

/**
 * The tenant matrix, generated from the router: every procedure, called as nobody, as each role, as
 * another tenant's owner and as a member who was removed, with the other tenant's ids in every id
 * field. Nothing of the other tenant may stand in any byte of any answer.
 */
interface Procedure {
  name: string;
  access: ProcedureMeta["access"];
  type: "query" | "mutation" | "subscription";
  input: z.ZodType | undefined;
}

const procedures: Procedure[] = Object.entries(appRouter._def.procedures).map(([name, value]) => {
  const { meta, type, inputs } = (
    value as unknown as {
      _def: { meta?: ProcedureMeta; type: Procedure["type"]; inputs: z.ZodType[] };
    }
  )._def;
  return { name, access: meta?.access ?? ("" as never), type, input: inputs.at(-1) };
});
const tenantProcedures = procedures.filter((p) => p.access !== "public" && p.access !== "session");

let own: TestWorkspace;
let other: TestWorkspace;
let otherIds: Record<string, string[]>;
let canary: string;
let printBefore: Record<string, string>;
const people = new Map<string, { userId: string; sessionId: string }>();

async function addMember(workspace: TestWorkspace, role: string): Promise<void> {
  const userId = newId();
  await asAdmin(async (client) => {
    await client.query("insert into users (id, email, name) values ($1, $2, $3)", [
      userId,
      `${userId}@nord.example`,
      role,
    ]);
    await client.query(
      "insert into memberships (workspace_id, user_id, role) values ($1, $2, $3)",
      [workspace.workspaceId, userId, role === "removed" ? "admin" : role],
    );
  });
  people.set(role, { userId, sessionId: await signIn(userId) });
  if (role === "removed") {
    await asAdmin((client) => client.query("delete from memberships where user_id = $1", [userId]));
  }
}

function signIn(userId: string): Promise<string> {
  return database().inPlatform({ userId }, (db) =>
    openSession(
      { db, now: new Date(), requestId: newId() },
      { id: userId, sessionVersion: 1 },
      { method: "password", userAgent: null },
    ),
  );
}

beforeAll(async () => {
  own = await freshWorkspace("Own");
  other = await freshWorkspace("Other");
  ({ ids: otherIds, canary } = await seedCanaries(other));
  for (const role of [...ROLES, "removed"]) await addMember(own, role);
  printBefore = await fingerprint(other);
  people.set("stranger", { userId: other.ownerId, sessionId: await signIn(other.ownerId) });
});

interface Answer {
  ok: boolean;
  status: number;
  bytes: string;
}

/** Calls as a person in a workspace; `seed` chooses among the other tenant's ids. */
async function call(
  p: Procedure,
  { as, workspaceId }: { as: string; workspaceId: string },
  seed = 0,
): Promise<Answer> {
  const ctx = createRequestContext({
    header: (name) => (name === WORKSPACE_HEADER ? workspaceId : null),
    cookie: () => undefined,
    sessionId: async () => people.get(as)?.sessionId ?? null,
  });
  const pick = (field: string): string => {
    const known = otherIds[field] ?? otherIds.id ?? [];
    return known[seed % Math.max(1, known.length)] ?? newId();
  };
  const input = p.input ? sampleInput(p.input, pick) : undefined;
  const caller = appRouter.createCaller(ctx) as unknown as Record<string, unknown>;
  const path = p.name.split(".");
  let target: unknown = caller;
  for (const part of path) target = (target as Record<string, unknown>)[part];
  try {
    const output = await (target as (input: unknown) => Promise<unknown>)(input);
    return { ok: true, status: 200, bytes: JSON.stringify(output) ?? "" };
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : error;
    const status =
      cause instanceof AppError ? cause.status : error instanceof TRPCError ? 400 : 500;
    const detail = cause instanceof AppError ? JSON.stringify(cause.detail) : String(cause);
    return { ok: false, status, bytes: detail };
  }
}

test("every procedure declares who may call it", () => {
  expect(procedures.filter((p) => !p.access).map((p) => p.name)).toEqual([]);
});

/** The whole list: a procedure that needs no member stands here on purpose, or the test fails. */
test("procedures without a workspace are known by name", () => {
  const open = procedures.filter((p) => p.access === "public").map((p) => p.name);
  expect(open.filter((name) => !/^(auth|setup|session|invitations)\./.test(name))).toEqual([]);
});

describe("who is refused", () => {
  test.each(tenantProcedures)("$name refuses nobody, strangers and the removed", async (p) => {
    expect((await call(p, { as: "nobody", workspaceId: own.workspaceId })).status).toBe(401);
    expect((await call(p, { as: "stranger", workspaceId: own.workspaceId })).status).toBe(404);
    expect((await call(p, { as: "removed", workspaceId: own.workspaceId })).status).toBe(404);
  });

  test.each(tenantProcedures)("$name refuses roles without its permission", async (p) => {
    for (const role of ROLES) {
      const isAllowed = (permissionsOf(role, []) as string[]).includes(p.access);
      if (!isAllowed)
        expect((await call(p, { as: role, workspaceId: own.workspaceId })).status, role).toBe(403);
    }
  });
});

async function expectNoCanary(p: Procedure): Promise<void> {
  const rounds = Math.max(1, ...Object.values(otherIds).map((list) => list.length));
  for (let seed = 0; seed < rounds; seed += 1) {
    const answer = await call(p, { as: "owner", workspaceId: own.workspaceId }, seed);
    expect(answer.bytes.includes(canary), answer.bytes.slice(0, 300)).toBe(false);
    expect(answer.status, `${p.name}: ${answer.bytes.slice(0, 300)}`).toBeLessThan(500);
  }
}

describe("nothing of another tenant is in any answer", () => {
  test.each(tenantProcedures)("$name", expectNoCanary);

  test("the other tenant's rows are as they were", async () => {
    expect(await fingerprint(other)).toEqual(printBefore);
  });
});

/** Lists the caller's own workspaces, by person and not by tenant: here the caller is the other owner. */
const BY_PERSON = ["session.viewer"];

const holder = globalThis as { kairosDatabase?: Database };

describe("with the application's conditions alone (no row level security)", () => {
  let real: Database;
  let bypass: Database;
  beforeAll(async () => {
    real = database();
    bypass = openDatabase((await testDatabase()).adminUrl, { max: 5 });
    holder.kairosDatabase = bypass;
  });
  afterAll(async () => {
    holder.kairosDatabase = real;
    await bypass.close();
  });
  test.each(tenantProcedures.filter((p) => p.type === "query"))("$name", expectNoCanary);
});

describe("with row level security alone (the application asks for the wrong tenant)", () => {
  let real: Database;
  beforeAll(() => {
    real = database();
    holder.kairosDatabase = {
      ...real,
      // The verbs believe they work for the other tenant; the transaction is bound to our own.
      inWorkspace: (_id, work) => real.inWorkspace(own.workspaceId, work),
    };
  });
  afterAll(() => {
    holder.kairosDatabase = real;
  });
  test.each(tenantProcedures.filter((p) => p.type === "query" && !BY_PERSON.includes(p.name)))(
    "$name",
    async (p) => {
      const answer = await call(p, { as: "stranger", workspaceId: other.workspaceId });
      expect(answer.bytes.includes(canary), answer.bytes.slice(0, 300)).toBe(false);
    },
  );
});
