import { expect, test } from "vitest";
import { requireApiKey } from "@/server/auth";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys";
import { type ApiKeyTerm, apiKeySchema } from "./schemas";

const DAY_MS = 86_400_000;

const make = (place: TestWorkspace, given: { name?: string; term?: ApiKeyTerm; now?: Date } = {}) =>
  place.run(
    (ctx) =>
      createApiKey(ctx, { name: given.name ?? "Shop", scopes: ["ingest"], term: given.term }),
    { now: given.now },
  );

/** What a request with the key is answered. */
const use = (key: string) =>
  requireApiKey({ authorization: `Bearer ${key}`, ip: "10.5.0.1" }, "ingest");

test("keys are listed newest first, with how they begin and nothing of the secret", async () => {
  const place = await freshWorkspace();
  const now = new Date();
  const earlier = new Date(now.getTime() - 40 * DAY_MS);
  await make(place, { name: "Old", term: "days30", now: earlier });
  const { key, id } = await make(place, { name: "New", term: "year", now });
  const listed = await place.run(listApiKeys);
  expect(listed).toMatchObject([
    {
      ...{ id, name: "New", scopes: ["ingest"], state: "active", createdAt: now },
      lastUsedAt: null,
      expiresAt: new Date(now.getTime() + 365 * DAY_MS),
    },
    { name: "Old", state: "expired" },
  ]);
  const [shown] = listed;
  expect(key.startsWith(`${shown?.beginning}`)).toBe(true);
  // It may have such signs itself.
  const secret = key.split("_").slice(3).join("_");
  const { rows } = await asAdmin((client) =>
    client.query<{ hash: string }>("select secret_hash as hash from api_keys where id = $1", [id]),
  );
  for (const hidden of [secret.slice(0, 12), rows[0]?.hash]) {
    expect(JSON.stringify(listed)).not.toContain(hidden);
  }
});

test("an active key works, and the list says when it did; an expired one does not", async () => {
  const place = await freshWorkspace();
  const { key } = await make(place, { term: "days90" });
  expect(await use(key)).toMatchObject({ workspaceId: place.workspaceId });
  expect((await place.run(listApiKeys))[0]?.lastUsedAt).toBeInstanceOf(Date);

  const expired = await make(place, {
    term: "days30",
    now: new Date(Date.now() - 30 * DAY_MS - 1_000),
  });
  await expect(use(expired.key)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a revoked key is refused at once, for good, and its end is in the audit log", async () => {
  const place = await freshWorkspace();
  const [{ key, id }, kept] = [await make(place), await make(place, { name: "Kept" })];
  await use(key);
  await place.run((ctx) => revokeApiKey(ctx, { id }));
  await expect(use(key)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  expect(await use(kept.key)).toMatchObject({ keyId: kept.id });
  const again = place.run((ctx) => revokeApiKey(ctx, { id }));
  await expect(again).rejects.toMatchObject({ code: "API_KEY_REVOKED" });
  const states = (await place.run(listApiKeys)).map(({ name, state }) => [name, state]);
  expect(states).toEqual([
    ["Kept", "active"],
    ["Shop", "revoked"],
  ]);
  const { rows } = await asAdmin((client) =>
    client.query(
      "select action, actor_id from audit_entries where subject_id = $1 order by seq asc",
      [id],
    ),
  );
  expect(rows).toEqual([
    { action: "api_keys.create", actor_id: place.ownerId },
    { action: "api_keys.revoke", actor_id: place.ownerId },
  ]);
});

test("of two who revoke a key at the same moment, one does", async () => {
  const place = await freshWorkspace();
  const { id } = await make(place);
  const revoke = () => place.run((ctx) => revokeApiKey(ctx, { id }));
  const both = await Promise.allSettled([revoke(), revoke()]);
  expect(both.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("another workspace's keys are neither listed nor revoked", async () => {
  const [place, other] = [await freshWorkspace(), await freshWorkspace("Other")];
  const { id, key } = await make(other);
  expect(await place.run(listApiKeys)).toEqual([]);
  const revoked = place.run((ctx) => revokeApiKey(ctx, { id }));
  await expect(revoked).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await use(key)).toMatchObject({ workspaceId: other.workspaceId });
});

test.each([
  [{ name: " " }, "name", "VALUE_REQUIRED"],
  [{ name: "x".repeat(81) }, "name", "VALUE_TOO_LONG"],
  [{ scopes: [] }, "scopes", "VALUE_REQUIRED"],
  [{ term: "decade" }, "term", "INPUT_INVALID"],
])("%j is refused at its field", (change, field, message) => {
  const given = { name: "Shop", scopes: ["ingest"], term: "never", ...change };
  const issues = apiKeySchema.safeParse(given).error?.issues ?? [];
  expect(issues.map((issue) => [issue.path[0], issue.message])).toEqual([[field, message]]);
});
