import { record } from "../audit";
import { AppError, type Ctx, newId, open, seal } from "../kernel";
import { findWorkspaceFacts } from "../workspaces";
import { isPublicAddress, mayBePublicHost } from "./address.core";
import type { OpenServer } from "./connection";
import { type ConnectionResult, replyOf, type TroubleStep, troubleStep } from "./connection.core";
import { installationServer } from "./installation";
import { allowsPrivateHosts } from "./resolve";
import { SECURITIES, type Security, type ServerInput } from "./schemas";
import * as queries from "./server-queries";
import { clearTrouble, listTroubles } from "./troubles";

const identityOf = (workspaceId: string, id: string) => `smtp:${workspaceId}:${id}`;

/** Opens the sealed password of a server; empty when it has none. */
export function openPassword(server: {
  workspaceId: string;
  id: string;
  sealedPassword: string | null;
}): string {
  const { workspaceId, id, sealedPassword } = server;
  return sealedPassword === null ? "" : open(sealedPassword, identityOf(workspaceId, id));
}

/** A stored security; one that this version does not know is the strictest. */
export function securityOf(text: string): Security {
  return SECURITIES.find((one) => one === text) ?? "tls";
}

/** The hosts from which mail of the workspace leaves, as far as they are known. */
export async function knownHosts(ctx: Ctx): Promise<string[]> {
  const own = await queries.listServers(ctx.db, ctx.workspaceId);
  if (own.length > 0) return [...new Set(own.map(({ host }) => host))];
  const installation = installationServer();
  return installation.kind === "server" ? [installation.host] : [];
}

/** Why a server cannot be used, as the sender last found it. */
export interface ServerTrouble {
  step: TroubleStep;
  reply: string;
  since: Date;
  seenAt: Date;
}

/** The servers of the workspace, without what opens them, and the installation's. */
export async function listServers(ctx: Ctx) {
  const rows = await queries.listServers(ctx.db, ctx.workspaceId);
  const troubles = await listTroubles(ctx.db, ctx.workspaceId);
  const troubleOf = (id: string): ServerTrouble | null => {
    const known = troubles.find((one) => one.subject === "server" && one.subjectId === id);
    if (!known) return null;
    const { code, reply, since, seenAt } = known;
    return { step: troubleStep(code), reply, since, seenAt };
  };
  return {
    servers: rows.map((row) => ({
      id: row.id,
      name: row.name,
      host: row.host,
      port: row.port,
      security: securityOf(row.security),
      username: row.username,
      hasPassword: row.sealedPassword !== null,
      ehloName: row.ehloName,
      perSecond: row.perSecond,
      connections: row.connections,
      isPaused: row.isPaused,
      pausedReason: row.pausedReason,
      testedAt: row.testedAt,
      testResult: row.testResult as ConnectionResult | null,
      trouble: troubleOf(row.id),
    })),
    installation: { ...installationServer(), trouble: troubleOf("") },
    allowsPrivate: allowsPrivateHosts(),
  };
}

/** Errors at their fields: SMTP_HOST_FORBIDDEN, SMTP_TLS_REQUIRED. */
function judge({ host, security }: ServerInput): void {
  if (!allowsPrivateHosts() && !mayBePublicHost(host)) {
    throw new AppError("SMTP_HOST_FORBIDDEN", { field: "host" });
  }
  // What a name means is judged at each connection as well.
  if (security === "none" && (!allowsPrivateHosts() || isPublicAddress(host))) {
    throw new AppError("SMTP_TLS_REQUIRED", { field: "security" });
  }
}

/** Whoever uses it finds out anew what can be said of it. */
async function judgeAnew(ctx: Ctx, subjectId: string): Promise<void> {
  await clearTrouble(ctx.db, ctx.workspaceId, { subject: "server", subjectId });
}

async function requireServer(ctx: Ctx, id: string): Promise<queries.ServerRow> {
  const row = await queries.lockServer(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  return row;
}

/**
 * Adds a mail server. The first one gets the rule for all mail, so that it is used. Errors:
 * SMTP_HOST_FORBIDDEN, SMTP_TLS_REQUIRED; DEMO_MAIL_SERVER in a demo shop, whose people do not exist.
 */
export async function createServer(ctx: Ctx, input: ServerInput): Promise<{ id: string }> {
  judge(input);
  const { isDemo } = await findWorkspaceFacts(ctx.db, ctx.workspaceId);
  if (isDemo) throw new AppError("DEMO_MAIL_SERVER");
  const { password, ...values } = input;
  const id = newId(ctx.now.getTime());
  const { workspaceId, now } = ctx;
  const others = await queries.listServers(ctx.db, workspaceId);
  await queries.insertServer(ctx.db, {
    ...{ ...values, workspaceId, id, createdAt: now, updatedAt: now },
    sealedPassword: password === "" ? null : seal(password, identityOf(workspaceId, id)),
  });
  if (others.length === 0) {
    const rule = { brandId: null, kind: null, serverId: id, position: 0 };
    await queries.insertRoutes(ctx.db, [{ ...rule, workspaceId, id: newId(), createdAt: now }]);
  }
  await record(ctx, {
    action: "mail_servers.create",
    subjectType: "mail_server",
    subjectId: id,
    summary: { host: values.host, port: values.port },
  });
  return { id };
}

/**
 * The sealed password after a change. Another host or user needs it anew: nobody who cannot read it
 * shall have it sent to a machine of their choice.
 */
function passwordAfter(before: queries.ServerRow, input: ServerInput): string | null {
  if (input.username === "" && input.password === "") return null;
  if (input.password !== "") {
    return seal(input.password, identityOf(before.workspaceId, before.id));
  }
  const isSame =
    before.host === input.host &&
    before.username === input.username &&
    (before.security === input.security || input.security !== "none");
  if (before.sealedPassword !== null && !isSame) {
    throw new AppError("VALUE_REQUIRED", { field: "password" });
  }
  return before.sealedPassword;
}

/**
 * Changes a mail server; an empty password leaves the stored one, where host and user stay. Errors:
 * NOT_FOUND, SMTP_HOST_FORBIDDEN, SMTP_TLS_REQUIRED, VALUE_REQUIRED at `password`.
 */
export async function updateServer(ctx: Ctx, input: ServerInput & { id: string }): Promise<void> {
  judge(input);
  const before = await requireServer(ctx, input.id);
  const { id, password, ...values } = input;
  const sealedPassword = passwordAfter(before, input);
  await queries.updateServer(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    // What was tried before says nothing about the server as it is now.
    { ...values, sealedPassword, testedAt: null, testResult: null, updatedAt: ctx.now },
  );
  await judgeAnew(ctx, id);
  const fields = (Object.keys(values) as (keyof typeof values)[]).filter(
    (field) => values[field] !== before[field],
  );
  await record(ctx, {
    action: "mail_servers.update",
    subjectType: "mail_server",
    subjectId: id,
    summary: { fields: password === "" ? fields : [...fields, "password"] },
  });
}

/**
 * Takes a server out of use for a while, or back into it. The sender gives the reason why it did: what
 * the server replied, in a line. Errors: NOT_FOUND.
 */
export async function pauseServer(
  ctx: Ctx,
  { id, isPaused, reason = "" }: { id: string; isPaused: boolean; reason?: string },
): Promise<void> {
  await requireServer(ctx, id);
  // When it is used again, nobody knows yet what it is like.
  await judgeAnew(ctx, id);
  const pausedReason = isPaused ? replyOf({ message: "", response: reason }) : "";
  await queries.updateServer(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { isPaused, pausedReason, updatedAt: ctx.now },
  );
  await record(ctx, {
    action: isPaused ? "mail_servers.pause" : "mail_servers.resume",
    subjectType: "mail_server",
    subjectId: id,
  });
}

/** Takes a server out of use and of every rule for good; its password is destroyed. Errors: NOT_FOUND. */
export async function archiveServer(ctx: Ctx, { id }: { id: string }): Promise<void> {
  await requireServer(ctx, id);
  await queries.deleteRoutesTo(ctx.db, ctx.workspaceId, id);
  await judgeAnew(ctx, id);
  await queries.updateServer(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { archivedAt: ctx.now, sealedPassword: null, updatedAt: ctx.now },
  );
  await record(ctx, { action: "mail_servers.archive", subjectType: "mail_server", subjectId: id });
}

/** A server as it is to be tried, with its password opened. Errors: NOT_FOUND. */
export async function openServer(ctx: Ctx, id: string): Promise<OpenServer> {
  const row = await requireServer(ctx, id);
  const { host, port, username, ehloName } = row;
  const security = securityOf(row.security);
  return { host, port, security, username, ehloName, password: openPassword(row) };
}

/** Keeps what a try said. Errors: NOT_FOUND when the server was removed meanwhile. */
export async function keepTest(ctx: Ctx, id: string, result: ConnectionResult): Promise<void> {
  await requireServer(ctx, id);
  await queries.updateServer(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { testedAt: ctx.now, testResult: result },
  );
  if (result.ok) await judgeAnew(ctx, id);
  await record(ctx, {
    action: "mail_servers.test",
    subjectType: "mail_server",
    subjectId: id,
    summary: { result: result.ok ? "ok" : result.step },
  });
}
