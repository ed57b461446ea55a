/**
 * The ground on which the sender is measured and attacked: a database server of its own in a folder of
 * its own, a workspace with people who consented, real letters, and real worker processes.
 */
import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Database, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl, roleUrl } from "@/scripts/database.mjs";
import { startPostgres } from "@/scripts/postgres.mjs";
import { loadSecrets } from "@/scripts/secrets.mjs";
import { makeTestFolder } from "@/scripts/test-folder.mjs";
import type { Ctx } from "@/server/kernel";

const PREFIX = "kairos_lab";
const SECRET = "laboratory-laboratory-laboratory-laboratory";
export const BASE_URL = "https://kairos.example";

export const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The number after a flag of the command line. */
export function numberOf(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${flag}`);
  const given = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isInteger(given) || given < 1) throw new Error(`--${flag} needs a whole number.`);
  return given;
}

export interface Lab {
  folder: string;
  adminUrl: string;
  /** Environment of a process of the product here. */
  env: NodeJS.ProcessEnv;
  /** Transactions under the worker's role. */
  db: Database;
  run<T>(workspaceId: string, work: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** Statements past the product's roles. */
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  /** The key that signs, as PEM, and its public half as DNS publishes it. */
  key: { pem: string; published: string };
  postgres: Awaited<ReturnType<typeof startPostgres>>;
  /** The same server again, after it was ended. */
  startPostgresAgain(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the laboratory; what a killed one left behind is cleared away. */
export async function openLab(settings: Record<string, string> = {}): Promise<Lab> {
  const { folder, remove } = await makeTestFolder();
  const start = (port?: number) =>
    startPostgres({
      dataDir: folder,
      password: loadSecrets(folder).databasePassword,
      database: "postgres",
      ...(port ? { port } : {}),
      settings,
    });
  let postgres = await start();
  const serverUrl = postgres.url;
  await withPool(serverUrl, (pool) => pool.query("create database kairos_lab"));
  const adminUrl = databaseUrl(serverUrl, "kairos_lab");
  await migrateDatabase({ url: adminUrl, secret: SECRET, rolePrefix: PREFIX });
  const workerUrl = roleUrl({ adminUrl, appSecret: SECRET, rolePrefix: PREFIX, role: "worker" });
  const env = {
    NODE_ENV: "production" as const,
    APP_SECRET: SECRET,
    DB_ROLE_PREFIX: PREFIX,
    APP_DATABASE_URL: workerUrl,
    DATA_DIR: folder,
    BASE_URL,
    ALLOW_PRIVATE_SMTP: "1",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
  };
  // This process composes and freezes letters as the product does.
  Object.assign(process.env, env);
  const db = openDatabase(workerUrl, { max: 4 });
  const admin = new pg.Pool({ connectionString: adminUrl, max: 4 });
  admin.on("error", () => undefined);
  admin.on("connect", (client) => client.on("error", () => undefined));
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = pair.publicKey.export({ type: "spki", format: "der" }).toString("base64");
  return {
    folder,
    adminUrl,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    db,
    run: (workspaceId, work) =>
      db.inWorkspace(workspaceId, (tx) =>
        work({
          workspaceId,
          actor: { kind: "system", id: null },
          db: tx,
          now: new Date(),
          requestId: workspaceId,
        }),
      ),
    query: async (text, values) => (await admin.query(text, values)).rows,
    key: {
      pem: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      published: `v=DKIM1; k=rsa; p=${der}`,
    },
    get postgres() {
      return postgres;
    },
    startPostgresAgain: async () => {
      postgres = await start(postgres.port);
    },
    close: async () => {
      await db.close();
      await admin.end();
      await postgres.stop();
      remove();
    },
  };
}

async function withPool(url: string, work: (pool: pg.Pool) => Promise<unknown>): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
}

/** A process of the laboratory, told what to do by its environment; `ready` is its first message. */
export async function startProcess<T = unknown>(
  entry: string,
  env: NodeJS.ProcessEnv,
  options: ForkOptions = {},
): Promise<{ child: ChildProcess; ready: T }> {
  const child = fork(path.resolve(entry), [], {
    execArgv: ["--import", "tsx"],
    env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    ...options,
  });
  const first = await Promise.race([
    once(child, "message").then(([message]) => ({ message: message as T })),
    once(child, "exit").then(() => null),
  ]);
  if (!first) throw new Error(`${entry} ended before it was ready.`);
  return { child, ready: first.message };
}

/** What a process of the laboratory answers to a word. */
export async function asked<T>(child: ChildProcess, word: string): Promise<T> {
  const answer = once(child, "message");
  child.send(word);
  return (await answer)[0] as T;
}

/** Ends a process we started and waits until it is gone. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM") {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

/** Asks until it holds; throws after `ms`. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  { ms = 600_000, every = 25 } = {},
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited too long: ${what}.`);
    await sleep(every);
  }
}
