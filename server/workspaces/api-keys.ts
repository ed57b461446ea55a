import { record } from "../audit";
import { AppError, type Ctx, newId, randomToken, sha256 } from "../kernel";
import { apiKeyBeginning, apiKeyExpiry, apiKeyState, apiKeyText } from "./api-key.core";
import * as queries from "./api-key-queries";
import { API_KEY_SCOPES, type ApiKeyScope, type ApiKeyTerm } from "./schemas";

/** The keys of the workspace, newest first: what each may do, how it begins, whether it works now. */
export async function listApiKeys(ctx: Ctx) {
  const rows = await queries.listApiKeys(ctx.db, ctx.workspaceId);
  return rows.map(({ revokedAt, scopes, ...key }) => ({
    ...key,
    // A scope that this version does not know lets nobody do anything.
    scopes: API_KEY_SCOPES.filter((scope) => scopes.includes(scope)),
    beginning: apiKeyBeginning(key.id),
    state: apiKeyState({ expiresAt: key.expiresAt, revokedAt }, ctx.now),
  }));
}

/**
 * Makes an API key, `kai_live_<id>_<secret>`. The secret is returned once and kept only as its
 * SHA-256. Errors: SCOPE_UNKNOWN for a scope that does not exist or when none is given.
 */
export async function createApiKey(
  ctx: Ctx,
  input: { name: string; scopes: readonly string[]; term?: ApiKeyTerm },
): Promise<{ key: string; id: string; scopes: ApiKeyScope[] }> {
  const scopes = API_KEY_SCOPES.filter((scope) => input.scopes.includes(scope));
  if (scopes.length === 0 || scopes.length !== new Set(input.scopes).size) {
    throw new AppError("SCOPE_UNKNOWN", { field: "scopes" });
  }
  const id = newId(ctx.now.getTime());
  const secret = randomToken(32);
  const term = input.term ?? "never";
  await queries.insertApiKey(ctx.db, {
    workspaceId: ctx.workspaceId,
    id,
    name: input.name,
    secretHash: sha256(secret),
    scopes,
    createdAt: ctx.now,
    expiresAt: apiKeyExpiry(term, ctx.now),
  });
  await record(ctx, {
    action: "api_keys.create",
    subjectType: "api_key",
    subjectId: id,
    summary: { scopes, term },
  });
  return { key: apiKeyText(id, secret), id, scopes };
}

/**
 * Takes a key out of use for good: the next request with it is refused. Errors: NOT_FOUND,
 * API_KEY_REVOKED.
 */
export async function revokeApiKey(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const key = await queries.lockApiKey(ctx.db, ctx.workspaceId, id);
  if (!key) throw new AppError("NOT_FOUND");
  if (key.revokedAt) throw new AppError("API_KEY_REVOKED");
  await queries.setApiKeyRevoked(ctx.db, { workspaceId: ctx.workspaceId, id }, ctx.now);
  await record(ctx, { action: "api_keys.revoke", subjectType: "api_key", subjectId: id });
}
