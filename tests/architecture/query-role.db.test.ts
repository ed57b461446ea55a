import { inArray, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { contacts, inQueryRole, type Tx } from "@/db";
import { RULES } from "@/db/security";
import { asAdmin, testDatabase } from "../support/database";
import { scansOfEverybody, takeWatched } from "../support/query-role";
import { freshWorkspace } from "../support/workspace";

const OPEN = "select count(*) from contacts where deleted_at is null";

async function roleOf(tx: Tx): Promise<string | undefined> {
  const { rows } = await tx.execute<{ role: string }>(sql`select current_user as role`);
  return rows[0]?.role;
}

test("it can log in nowhere, and only read what security.ts lists for it", async () => {
  const { rolePrefix } = await testDatabase();
  const { role, grants } = await asAdmin(async (client) => ({
    role: (
      await client.query(
        "select rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname = $1",
        [`${rolePrefix}_query`],
      )
    ).rows,
    grants: (
      await client.query<{ table_name: string; privilege_type: string }>(
        "select table_name, privilege_type from information_schema.role_table_grants where grantee = $1",
        [`${rolePrefix}_query`],
      )
    ).rows,
  }));
  expect(role).toEqual([{ rolcanlogin: false, rolsuper: false, rolbypassrls: false }]);
  const listed = Object.values(RULES).filter((rule) => "isQueried" in rule);
  expect(listed.length).toBeGreaterThan(0);
  expect(grants).toHaveLength(listed.length);
  expect(new Set(grants.map((grant) => grant.privilege_type))).toEqual(new Set(["SELECT"]));
});

test("its policies bind nobody who has not put it on", async () => {
  const [a, b] = [await freshWorkspace("A"), await freshWorkspace("B")];
  await asAdmin((client) =>
    client.query(
      "insert into contacts (workspace_id, id, sort_name) values ($1, uuidv7(), 'x'), ($2, uuidv7(), 'y')",
      [a.workspaceId, b.workspaceId],
    ),
  );
  const seen = await a.run((ctx) => ctx.db.select({ of: contacts.workspaceId }).from(contacts));
  expect(seen).toEqual([{ of: a.workspaceId }]);
  const read = await a.run((ctx) =>
    inQueryRole(ctx.db, (tx) =>
      tx
        .select({ of: contacts.workspaceId })
        .from(contacts)
        .where(inArray(contacts.workspaceId, [a.workspaceId, b.workspaceId])),
    ),
  );
  expect(read).toHaveLength(2);
  // This test reads two workspaces on purpose; the watch would complain.
  expect(takeWatched()).toHaveLength(1);
});

test("it is put off again, after work that fails too", async () => {
  const workspace = await freshWorkspace();
  await workspace.run(async (ctx) => {
    const before = await roleOf(ctx.db);
    expect(await inQueryRole(ctx.db, roleOf)).toMatch(/_query$/);
    expect(await roleOf(ctx.db)).toBe(before);
    const failing = inQueryRole(ctx.db, () => Promise.reject(new Error("planned")));
    await expect(failing).rejects.toThrow("planned");
    expect(await roleOf(ctx.db)).toBe(before);
    const refused = ctx.db.transaction((inner) =>
      inQueryRole(inner, (tx) => tx.execute(sql`delete from contacts where workspace_id is null`)),
    );
    await expect(refused).rejects.toThrow();
    expect(await roleOf(ctx.db)).toBe(before);
  });
  const later = await workspace.run((ctx) => roleOf(ctx.db));
  expect(later).toMatch(/_web$/);
  takeWatched();
});

test("a statement that does not say whose rows it reads is found", async () => {
  const workspace = await freshWorkspace();
  await workspace.run((ctx) => inQueryRole(ctx.db, (tx) => tx.execute(sql.raw(OPEN))));
  expect(takeWatched()).toEqual([OPEN]);
  const own = `${OPEN} and workspace_id = $1`;
  await asAdmin(async (client) => {
    expect(await scansOfEverybody(client, OPEN)).toEqual(["contacts"]);
    expect(await scansOfEverybody(client, own)).toEqual([]);
    expect(
      await scansOfEverybody(
        client,
        "select 1 from contacts c where workspace_id = $1 and exists (select 1 from orders o where o.contact_id = c.id)",
      ),
    ).toEqual(["orders"]);
  });
});
