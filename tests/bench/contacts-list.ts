/**
 * How fast the list of people is at 1 M contacts, measured where the server computes it: under the
 * web role with row level security on. Run it against any PostgreSQL 18 server:
 *
 *   DATABASE_URL=postgres://… APP_SECRET=… node --import tsx tests/bench/contacts-list.ts [people] [--keep]
 *
 * It makes a database `kairos_bench` there (and roles with that prefix), fills it once, prints one
 * line per question and drops it again unless `--keep` is given; a kept one is used again.
 */
import pg from "pg";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl, roleUrl, withConnection } from "@/scripts/database.mjs";
import { count, list, search } from "@/server/contacts/list";
import { ContactListInput, SORTS } from "@/server/contacts/schemas";
import { type Ctx, env, newId } from "@/server/kernel";
import { fillWorkspace } from "./contacts-data";

const NAME = "kairos_bench";
const ROUNDS = 7;
const people = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const isKept = process.argv.includes("--keep");
const { DATABASE_URL: serverUrl = "", APP_SECRET: secret } = env();
const adminUrl = databaseUrl(serverUrl, NAME);
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Made {
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
     values ($1, 'city', 'City', 'text'), ($1, 'tier', 'Tier', 'text'), ($1, 'club', 'Club', 'boolean')`,
    [workspaceId],
  );
  await fillWorkspace(client, { workspaceId, topicId, people: size });
  return { workspaceId, topicId };
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

const made = await prepare();
const web = roleUrl({ adminUrl, appSecret: secret, rolePrefix: NAME, role: "web" });
const database = openDatabase(web, 1);
const run = <T>(work: (ctx: Ctx) => Promise<T>) =>
  database.inWorkspace(made.workspaceId, (db) =>
    work({
      workspaceId: made.workspaceId,
      actor: { kind: "system", id: null },
      db,
      now: new Date(),
      requestId: newId(),
    }),
  );

async function measure(label: string, work: (ctx: Ctx) => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await run(work);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const median = times[Math.floor(ROUNDS / 2)] ?? 0;
  const slowest = times.at(-1) ?? 0;
  const mark = median < 150 ? "" : "  over 150 ms";
  say(`${median.toFixed(1).padStart(8)} ${slowest.toFixed(1).padStart(8)}  ${label}${mark}`);
}

const ask = (input: Partial<ContactListInput>) => ContactListInput.parse(input);

/** The cursor of the page in the middle: found by SQL, because paging there takes 10,000 pages. */
async function deepCursor(input: Partial<ContactListInput>, pages = 40): Promise<string> {
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const { next } = await run((ctx) => list(ctx, ask({ ...input, cursor })));
    if (!next) break;
    cursor = next;
  }
  return cursor ?? "";
}

say("  median  slowest  (ms, with the transaction around it)");
for (const sort of SORTS) {
  for (const direction of ["asc", "desc"] as const) {
    await measure(`first page by ${sort} ${direction}`, (ctx) =>
      list(ctx, ask({ sort, direction })),
    );
  }
}
const deep = await deepCursor({ sort: "lastOrder", direction: "desc" });
await measure("page 41 by lastOrder desc", (ctx) =>
  list(ctx, ask({ sort: "lastOrder", direction: "desc", cursor: deep })),
);
const lettersDeep = await deepCursor({ createdFrom: "2024-06-01", sort: "name" });
await measure("page 41 by name, created after", (ctx) =>
  list(ctx, ask({ createdFrom: "2024-06-01", sort: "name", cursor: lettersDeep })),
);
for (const text of [
  "s",
  "sch",
  "schmidt",
  "schmidt-q",
  "anna schmidt",
  "oz",
  "p12",
  "p123456",
  "K-0001",
  "k-00012345",
  "zzzz",
]) {
  await measure(`search “${text}” by name`, (ctx) => list(ctx, ask({ search: text })));
  await measure(`search “${text}” by revenue desc`, (ctx) =>
    list(ctx, ask({ search: text, sort: "revenue", direction: "desc" })),
  );
  await measure(`palette “${text}”`, (ctx) => search(ctx, { text }));
}
const { topicId } = made;
const FILTERS: [string, Partial<ContactListInput>][] = [
  ["consent yes", { topicId, consent: "yes" }],
  ["consent no", { topicId, consent: "no" }],
  ["has orders", { hasOrders: "yes" }],
  ["no orders", { hasOrders: "no" }],
  ["language de (75 %)", { locale: "de" }],
  ["language fi (0.02 %)", { locale: "fi" }],
  ["language none", { locale: "sv" }],
  ["created in one day", { createdFrom: "2024-06-01", createdTo: "2024-06-01" }],
  ["city (0.5 %)", { attributeKey: "city", attributeValue: "City 7" }],
  ["tier (0.01 %)", { attributeKey: "tier", attributeValue: "gold" }],
  ["tier nobody has", { attributeKey: "tier", attributeValue: "tin" }],
  ["club no (99 %)", { attributeKey: "club", attributeValue: "false" }],
  ["without a city (nobody)", { attributeKey: "city", attributeValue: "" }],
  ["consent, orders, fr", { topicId, consent: "yes", hasOrders: "yes", locale: "fr" }],
];
for (const [label, filter] of FILTERS) {
  await measure(`filter ${label}, by name`, (ctx) => list(ctx, ask(filter)));
  await measure(`filter ${label}, by lastOrder desc`, (ctx) =>
    list(ctx, ask({ ...filter, sort: "lastOrder", direction: "desc" })),
  );
}
await measure("count of everybody", (ctx) => count(ctx, {}));
await measure("count of search “sch”", (ctx) => count(ctx, { search: "sch" }));
await measure("count of consent yes", (ctx) => count(ctx, { topicId, consent: "yes" }));

await database.close();
if (!isKept) {
  await withConnection(serverUrl, (client) => client.query(`drop database ${NAME} with (force)`));
}
