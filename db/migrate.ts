/**
 * The migrate step, run by the supervisor before anything else: roles, migrations, row level
 * security and the job queue's tables. Idempotent. Connects with DATABASE_URL (a superuser, or the
 * database's owner with CREATEROLE); everything it creates belongs to the owner role.
 */
import { hkdfSync } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { QUEUES } from "./queues";
import { securityStatements } from "./security";

export interface MigrateOptions {
  url: string;
  secret: string;
  rolePrefix: string;
}

/** Password of an application role: derived, so that nothing has to be stored or passed around. */
export function rolePassword(secret: string, role: string): string {
  return Buffer.from(hkdfSync("sha256", secret, "", `db-role:${role}`, 32)).toString("hex");
}

const MIGRATIONS = path.join(path.dirname(fileURLToPath(import.meta.url)), "migrations");
/** Any fixed number: two migrating processes wait for each other on it. */
const LOCK = 4_217_001;

async function ensureRoles(client: pg.ClientBase, options: MigrateOptions): Promise<void> {
  const prefix = options.rolePrefix;
  const { rows } = await client.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname = any($1)",
    [[`${prefix}_owner`, `${prefix}_query`, `${prefix}_web`, `${prefix}_worker`]],
  );
  const known = new Set(rows.map((row) => row.rolname));
  for (const short of ["owner", "query"]) {
    if (!known.has(`${prefix}_${short}`)) {
      await client.query(`create role "${prefix}_${short}" nologin`);
    }
  }
  for (const short of ["web", "worker"]) {
    const role = `${prefix}_${short}`;
    const verb = known.has(role) ? "alter" : "create";
    await client.query(
      `${verb} role "${role}" login nosuperuser nobypassrls nocreatedb nocreaterole password '${rolePassword(options.secret, short)}'`,
    );
  }
  await client.query(`grant "${prefix}_owner" to current_user`);
  // Inherited, its policies would open every workspace to every statement; so it must be put on.
  await client.query(
    `grant "${prefix}_query" to "${prefix}_web", "${prefix}_worker" with inherit false, set true`,
  );
}

async function prepareDatabase(client: pg.ClientBase, prefix: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>("select current_database() as name");
  const name = rows[0]?.name;
  await client.query(`grant create, connect, temporary on database "${name}" to "${prefix}_owner"`);
  await client.query(`grant connect on database "${name}" to "${prefix}_web", "${prefix}_worker"`);
  await client.query(`grant usage, create on schema public to "${prefix}_owner"`);
  await client.query(
    `grant usage on schema public to "${prefix}_web", "${prefix}_worker", "${prefix}_query"`,
  );
}

async function migrateQueue(client: pg.ClientBase, prefix: string): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text: string, values?: unknown[]) => client.query(text, values) },
    supervise: false,
    schedule: false,
    persistQueueStats: false,
  });
  boss.on("error", () => undefined);
  await boss.start();
  for (const queue of QUEUES) {
    const known = await boss.getQueue(queue.name);
    // A queue's policy is fixed when it is created; the rest follows this file.
    const { policy, ...options } = queue.options;
    if (known) await boss.updateQueue(queue.name, options);
    else await boss.createQueue(queue.name, { ...options, policy });
  }
  await boss.stop({ graceful: false });
  for (const role of [`${prefix}_web`, `${prefix}_worker`]) {
    await client.query(`grant usage on schema pgboss to "${role}"`);
    await client.query(
      `grant select, insert, update, delete on all tables in schema pgboss to "${role}"`,
    );
    await client.query(`grant execute on all functions in schema pgboss to "${role}"`);
    await client.query(`grant usage on all sequences in schema pgboss to "${role}"`);
  }
}

/**
 * Brings a database to the current schema. Safe to run at every start and by several at once.
 * @public
 */
export async function migrateDatabase(options: MigrateOptions): Promise<void> {
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await ensureRoles(client, options);
    await prepareDatabase(client, options.rolePrefix);
    await client.query(`set role "${options.rolePrefix}_owner"`);
    await migrate(drizzle(client), {
      migrationsFolder: MIGRATIONS,
      migrationsSchema: "migrations",
    });
    await client.query("begin");
    for (const statement of securityStatements(options.rolePrefix)) await client.query(statement);
    await client.query("commit");
    await migrateQueue(client, options.rolePrefix);
  } finally {
    await client.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {
    DATABASE_URL: url,
    APP_SECRET: secret,
    DB_ROLE_PREFIX: rolePrefix = "kairos",
  } = process.env;
  if (!url || !secret) {
    process.stderr.write("The migrate step needs DATABASE_URL and APP_SECRET; use npm start.\n");
    process.exit(1);
  }
  migrateDatabase({ url, secret, rolePrefix }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`The database could not be migrated: ${reason}\n`);
    process.exit(1);
  });
}
