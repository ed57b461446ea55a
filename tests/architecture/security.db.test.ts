import { getTableName, is, Table } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import * as schema from "@/db";
import { database } from "@/db/client";
import { RULES } from "@/db/security";
import { newId } from "@/server/kernel";
import { asAdmin, testDatabase } from "../support/database";
import { freshWorkspace } from "../support/workspace";

const tables = Object.entries(schema).flatMap(([key, table]) =>
  is(table, Table) ? [{ key: key as keyof typeof RULES, name: getTableName(table) }] : [],
);

describe("every table is under row level security", () => {
  test("application roles are no superusers, bypass nothing and own nothing", async () => {
    const { rolePrefix } = await testDatabase();
    const roles = [`${rolePrefix}_web`, `${rolePrefix}_worker`];
    const { rows, owned } = await asAdmin(async (client) => ({
      rows: (
        await client.query(
          "select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = any($1)",
          [roles],
        )
      ).rows,
      owned: (
        await client.query(
          "select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = any($1)",
          [roles],
        )
      ).rows,
    }));
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toMatchObject({ rolsuper: false, rolbypassrls: false, rolcreaterole: false });
    }
    expect(owned).toEqual([]);
  });

  test("enabled, forced, one policy for the application roles", async () => {
    const rows = await asAdmin(async (client) => {
      const found = await client.query(
        `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
                (select count(*)::int from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant') as policies
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'public' and c.relkind in ('r', 'p')`,
      );
      return found.rows;
    });
    expect(rows.map((row) => row.name).sort()).toEqual(tables.map((t) => t.name).sort());
    for (const row of rows) expect(row).toMatchObject({ enabled: true, forced: true, policies: 1 });
  });

  test("tenant tables lead every key and foreign key with workspace_id", async () => {
    const tenant = tables.filter((t) => !("platform" in RULES[t.key])).map((t) => t.name);
    const rows = await asAdmin(async (client) => {
      const found = await client.query(
        `select rel.relname as name, con.conname as key, con.contype as type,
                (select attname from pg_attribute where attrelid = rel.oid and attnum = con.conkey[1]) as first
         from pg_constraint con join pg_class rel on rel.oid = con.conrelid
         where rel.relname = any($1) and con.contype in ('p', 'u', 'f')`,
        [tenant],
      );
      return found.rows;
    });
    expect(rows.filter((row) => row.first !== "workspace_id")).toEqual([]);
    const keyed = new Set(rows.filter((row) => row.type !== "f").map((row) => row.name));
    expect(tenant.filter((name) => !keyed.has(name))).toEqual([]);
  });

  test("append-only tables cannot be changed or emptied by the application", async () => {
    const { rolePrefix } = await testDatabase();
    const rows = await asAdmin(async (client) => {
      const found = await client.query(
        `select table_name, privilege_type from information_schema.role_table_grants
         where grantee = any($1) and privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')`,
        [[`${rolePrefix}_web`, `${rolePrefix}_worker`]],
      );
      return found.rows;
    });
    const changed = new Set(rows.map((row) => row.table_name));
    for (const name of ["consent_events", "audit_entries", "read_log", "message_transitions"]) {
      expect(changed.has(name), name).toBe(false);
    }
    expect(rows.filter((row) => row.privilege_type === "TRUNCATE")).toEqual([]);
  });

  // The one function ends demo shops and nothing else: server/demo/demo.db.test.ts.
  test("no view, materialised view or SECURITY DEFINER function stands beside the policies", async () => {
    const rows = await asAdmin(async (client) => {
      const found = await client.query(
        `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'public' and c.relkind in ('v', 'm')
         union all
         select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where n.nspname = 'public' and p.prosecdef`,
      );
      return found.rows;
    });
    expect(rows).toEqual([{ name: "remove_demo_workspace" }]);
  });
});

describe("a workspace sees only itself", () => {
  test("rows of another workspace are invisible, whatever the query asks", async () => {
    const a = await freshWorkspace("A");
    const b = await freshWorkspace("B");
    const seen = await a.run((ctx) => ctx.db.select().from(schema.brands));
    expect(seen.map((row) => row.workspaceId)).toEqual([a.workspaceId]);
    await expect(
      a.run((ctx) =>
        ctx.db.insert(schema.attributeDefinitions).values({
          workspaceId: b.workspaceId,
          key: "x",
          label: "X",
          type: "text",
        }),
      ),
    ).rejects.toThrow();
  });

  test("without a workspace there are no tenant rows at all", async () => {
    await freshWorkspace();
    const rows = await database().inPlatform({}, (tx) => tx.select().from(schema.brands));
    expect(rows).toEqual([]);
  });

  test("the setting ends with its transaction", async () => {
    const a = await freshWorkspace();
    await a.run((ctx) => ctx.db.select().from(schema.brands));
    const { rows } = await database().pool.query("select * from brands");
    expect(rows).toEqual([]);
  });

  test("a workspace id that does not exist shows nothing", async () => {
    const rows = await database().inWorkspace(newId(), (tx) => tx.select().from(schema.brands));
    expect(rows).toEqual([]);
  });
});
