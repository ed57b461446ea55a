import { database } from "@/db/client";
import { hasEntryOf } from "../audit";
import type { Member, SessionUser } from "../auth";
import { AppError, type Ctx, env, type PlatformCtx } from "../kernel";
import type { Permission } from "../workspaces";
import { requireMember } from "./console";
import { t, toTrpcError } from "./init";

/** Ctx of a console procedure: the verb's ctx plus who is asking. */
export interface ConsoleCtx extends Ctx {
  member: Member;
}

export interface SessionCtx extends PlatformCtx {
  user: SessionUser;
  userAgent: string | null;
}

/** An error inside a transaction must leave it as a throw, or the work would be committed. */
function orThrow<R extends { ok: boolean }>(result: R): R {
  if (!result.ok && "error" in result) throw result.error;
  return result;
}

const base = t.procedure.use(async ({ ctx, next }) => {
  const result = await next();
  if (!result.ok) throw toTrpcError(result.error, ctx.requestId);
  return result;
});

/** Outside production a mutation that leaves no audit entry fails, so that none is forgotten. */
async function requireAudit(ctx: Ctx, path: string): Promise<void> {
  if (env().NODE_ENV === "production" || (await hasEntryOf(ctx))) return;
  throw new Error(`${path} wrote no audit entry: record() it, or declare why it is unaudited.`);
}

/**
 * A procedure of the console: needs a member with `permission`, and runs in one transaction bound
 * to their workspace. `ctx` is the verbs' `Ctx` (plus `member`). A mutation must write an audit
 * entry unless `unaudited` says why not (an autosave whose versions tell it, for instance).
 */
export const procedure = (permission: Permission, options: { unaudited?: string } = {}) =>
  base.meta({ access: permission }).use(async ({ ctx, next, type, path }) => {
    const member = await ctx.member();
    if (!member) throw new AppError((await ctx.user()) ? "NOT_FOUND" : "UNAUTHENTICATED");
    if (!member.permissions.includes(permission)) throw new AppError("FORBIDDEN");
    return database().inWorkspace(member.workspaceId, async (db) => {
      const verb: ConsoleCtx = {
        workspaceId: member.workspaceId,
        actor: { kind: "user", id: member.user.id, sessionId: member.user.sessionId },
        db,
        now: ctx.now,
        requestId: ctx.requestId,
        member,
      };
      const result = orThrow(await next({ ctx: verb }));
      if (type === "mutation" && !options.unaudited) await requireAudit(verb, path);
      return result;
    });
  });

/** Ctx of a procedure that waits for other machines: work on the data is done in `run`, between waits. */
export interface PatientCtx {
  /** One transaction bound to the workspace; nothing that waits for others belongs inside. */
  run<R>(work: (ctx: Ctx) => Promise<R>): Promise<R>;
}

/**
 * `procedure` for what waits for machines of others (a name server, a mail server): no transaction is
 * open meanwhile. A mutation writes an audit entry in one of its transactions.
 */
export const patientProcedure = (permission: Permission) =>
  base.meta({ access: permission }).use(async ({ ctx, next, type, path }) => {
    const { user, workspaceId } = await requireMember(ctx, permission);
    const { now, requestId } = ctx;
    const actor = { kind: "user", id: user.id, sessionId: user.sessionId } as const;
    const patient: PatientCtx = {
      run: (work) =>
        database().inWorkspace(workspaceId, (db) =>
          work({ workspaceId, actor, db, now, requestId }),
        ),
    };
    const result = orThrow(await next({ ctx: patient }));
    if (type === "mutation") await patient.run((verb) => requireAudit(verb, path));
    return result;
  });

/**
 * A procedure about the person themself that opens its own transactions: what it counts or founds
 * must outlive a failure, or belongs to a workspace that does not exist yet.
 */
export const personProcedure = base.meta({ access: "session" }).use(async ({ ctx, next }) => {
  const user = await ctx.user();
  if (!user) throw new AppError("UNAUTHENTICATED");
  return orThrow(await next({ ctx: { ...ctx, person: user } }));
});

/** A procedure about the person themself (profile, sessions), above any workspace. */
export const sessionProcedure = personProcedure.use(async ({ ctx, next }) => {
  const { now, requestId, userAgent, person: user } = ctx;
  return database().inPlatform({ userId: user.id }, async (db) => {
    const session: SessionCtx = { db, now, requestId, user, userAgent };
    return orThrow(await next({ ctx: session }));
  });
});

/**
 * A procedure for nobody in particular (first run, sign-in by link). Says so by its name. It opens
 * its own transactions: attempts are counted even when the call fails.
 */
export const publicProcedure = base.meta({ access: "public" });
