/**
 * The database of the benchmarks of reading: `kairos_bench` on any PostgreSQL 18 server
 * (DATABASE_URL), with roles of that prefix. Filled once; dropped at the end unless `--keep` is given.
 */
import pg from "pg";
import { type Database, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl, roleUrl, withConnection } from "@/scripts/database.mjs";
import { type Ctx, env, newId } from "@/server/kernel";
import { fillWorkspace } from "./contacts-data";

const NAME = "kairos_bench";
const ROUNDS = 7;
export const people = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const isKept = process.argv.includes("--keep");
const { DATABASE_URL: serverUrl = "", APP_SECRET: secret } = env();
const adminUrl = databaseUrl(serverUrl, NAME);
export const say = (line: string) => process.stdout.write(`${line}\n`);

export interface Made {
  workspaceId: string;
  topicId: string;
}

async function makeWorkspace(client: pg.Client, name: string, size: number): Promise<Made> {
  const [workspaceId, entityId, brandId, topicId] = [newId(), newId(), newId(), newId()];
  await client.query("insert into workspaces (id, name) values ($1, $2)", [workspaceId, name]);
  await client.query("insert into legal_entities (workspace_id, id, name) values ($1, $2, $3)", [
    workspaceId,
    entityId,
    name,
  ]);
  await client.query(
    `insert into brands (workspace_id, id, legal_entity_id, name, sender_name, sender_email)
     values ($1, $2, $3, $4, $4, 'shop@nord.example')`,
    [workspaceId, brandId, entityId, name],
  );
  await client.query(
    "insert into topics (workspace_id, id, brand_id, channel, name) values ($1, $2, $3, 'email', 'Newsletter')",
    [workspaceId, topicId, brandId],
  );
  await client.query(
    `insert into attribute_definitions (workspace_id, key, label, type)
     values ($1, 'city', 'City', 'text'), ($1, 'tier', 'Tier', 'text'),
       ($1, 'club', 'Club', 'boolean'), ($1, 'points', 'Points', 'number')`,
    [workspaceId],
  );
  await fillWorkspace(client, { workspaceId, topicId, people: size });
  return { workspaceId, topicId };
}

/** Fills past the product's roles. */
export function asBenchAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withConnection(adminUrl, work) as Promise<T>;
}

async function prepare(): Promise<Made> {
  await withConnection(serverUrl, async (client) => {
    const found = await client.query("select 1 from pg_database where datname = $1", [NAME]);
    if (found.rowCount === 0) await client.query(`create database ${NAME}`);
  });
  await migrateDatabase({ url: adminUrl, secret, rolePrefix: NAME });
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Made>(
      `select w.id as "workspaceId", t.id as "topicId" from workspaces w
       join topics t on t.workspace_id = w.id where w.name = 'Bench'`,
    );
    if (rows[0]) return rows[0];
    const start = performance.now();
    const made = await makeWorkspace(client, "Bench", people);
    await makeWorkspace(client, "Neighbour", Math.ceil(people / 5));
    await client.query("vacuum analyze");
    say(`filled ${people} people in ${((performance.now() - start) / 1000).toFixed(0)} s`);
    return made;
  } finally {
    await client.end();
  }
}

export interface Bench extends Made {
  /** Runs a verb in one transaction under the web role, as a request does. */
  run<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** Prints median and slowest of seven runs, marked when the median is over `goal` ms. */
  measure(label: string, work: (ctx: Ctx) => Promise<unknown>, goal?: number): Promise<void>;
  close(): Promise<void>;
}

function runner(database: Database, workspaceId: string): Bench["run"] {
  return (work) =>
    database.inWorkspace(workspaceId, (db) =>
      work({
        workspaceId,
        actor: { kind: "system", id: null },
        db,
        now: new Date(),
        requestId: newId(),
      }),
    );
}

/** The filled database, opened under the web role. */
export async function openBench(): Promise<Bench> {
  const made = await prepare();
  const web = roleUrl({ adminUrl, appSecret: secret, rolePrefix: NAME, role: "web" });
  const database = openDatabase(web, { max: 1 });
  const run = runner(database, made.workspaceId);
  return {
    ...made,
    run,
    measure: async (label, work, goal = 150) => {
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const start = performance.now();
        await run(work);
        times.push(performance.now() - start);
      }
      times.sort((a, b) => a - b);
      const median = times[Math.floor(ROUNDS / 2)] ?? 0;
      const slowest = times.at(-1) ?? 0;
      const mark = median < goal ? "" : `  over ${goal} ms`;
      say(`${median.toFixed(1).padStart(8)} ${slowest.toFixed(1).padStart(8)}  ${label}${mark}`);
    },
    close: async () => {
      await database.close();
      if (isKept) return;
      await withConnection(serverUrl, (client) =>
        client.query(`drop database ${NAME} with (force)`),
      );
    },
  };
}
