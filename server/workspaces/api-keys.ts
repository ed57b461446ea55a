import { apiKeys } from "@/db";
import { record } from "../audit";
import { AppError, type Ctx, newId, randomToken, sha256 } from "../kernel";

/** What a key may do. `ingest`: send orders and events of people. */
const API_KEY_SCOPES = ["ingest"] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/**
 * Makes an API key, `kai_live_<id>_<secret>`. The secret is returned once and kept only as its
 * SHA-256. Errors: SCOPE_UNKNOWN for a scope that does not exist or when none is given.
 */
export async function createApiKey(
  ctx: Ctx,
  input: { name: string; scopes: readonly string[] },
): Promise<{ key: string; id: string; scopes: string[] }> {
  const scopes = API_KEY_SCOPES.filter((scope) => input.scopes.includes(scope));
  if (scopes.length === 0 || scopes.length !== new Set(input.scopes).size) {
    throw new AppError("SCOPE_UNKNOWN", { field: "scopes" });
  }
  const id = newId(ctx.now.getTime());
  const secret = randomToken(32);
  await ctx.db.insert(apiKeys).values({
    workspaceId: ctx.workspaceId,
    id,
    name: input.name,
    secretHash: sha256(secret),
    scopes,
    createdAt: ctx.now,
  });
  await record(ctx, {
    action: "api_keys.create",
    subjectType: "api_key",
    subjectId: id,
    summary: { scopes },
  });
  return { key: `kai_live_${id.replaceAll("-", "")}_${secret}`, id, scopes };
}
