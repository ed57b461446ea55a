import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { databaseUrl, ensureDatabase, waitForConnections, withConnection } from "./database.mjs";
import { readJson, writeJson } from "./files.mjs";
import { pickFreePort } from "./ports.mjs";
import { chooseAccount, databaseFolder } from "./postgres-account.mjs";
import { commandLine, isAlive, signalProcess, waitForExit } from "./process-identity.mjs";
import { lastLines, Refusal } from "./refusal.mjs";
import { runStep } from "./run-step.mjs";

const SUPERUSER = "postgres";
const READY_WITHIN = 60_000;
const STOP_WITHIN = 60_000;

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  // No socket file: its path would break on long folder names, and 127.0.0.1 does the same.
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "256MB",
  synchronous_commit: "on",
  fsync: "on",
  full_page_writes: "on",
  max_wal_size: "2GB",
  // Compiling a query costs more than our short queries themselves.
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  // Logs hold no parameter values, and so no address of a person.
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
};

/**
 * @typedef {object} PostgresServer
 * @property {string} url connection address of the superuser, for the database asked for
 * @property {number} port
 * @property {number} pid of the postmaster
 * @property {string} folder of the database files
 * @property {boolean} isAdopted it ran already, left by a supervisor that was killed
 * @property {() => boolean} isRunning
 * @property {() => Promise<void>} stop ends it in order; returns when it is gone
 */

/**
 * Starts the embedded PostgreSQL of one data folder, or adopts it when it still runs there.
 * The caller holds the lock of the data folder. With `port` it serves there or not at all; without,
 * it keeps its last port when that is free.
 * @param {{dataDir: string, password: string, database?: string, port?: number,
 *   settings?: Record<string, string>}} options
 * @returns {Promise<PostgresServer>}
 */
export async function startPostgres(options) {
  const { dataDir, password, database = "kairos" } = options;
  const record = readJson(join(dataDir, "postgres.json"));
  const account = chooseAccount({ dataDir, known: record });
  const id = record?.id ?? randomBytes(6).toString("hex");
  const folder = databaseFolder({ account, dataDir, id });
  const remember = (port) =>
    writeJson(join(dataDir, "postgres.json"), { id, kind: account.kind, folder, port });
  // Known before the files exist: a start that is killed in between finds its own folder again.
  remember(record?.port);
  const place = { account, folder, password, logFile: join(dataDir, "log", "postgres.log") };

  let running = await adopt(place);
  if (!running) {
    if (!existsSync(join(folder, "PG_VERSION"))) await initialise(place);
    const preferred = options.port ?? record?.port;
    const isFixed = options.port !== undefined;
    running = await launch(place, { preferred, isFixed }, options.settings);
  }
  remember(running.port);
  const url = databaseUrl(adminUrl(running.port, password), database);
  await ensureDatabase(url, database);
  return {
    ...running,
    url,
    folder,
    isRunning: () => isAlive(running.pid),
    stop: () => stopPostmaster(running.pid),
  };
}

/** Where the embedded database of a running instance answers; undefined before its first start. */
export function embeddedUrl(dataDir, password, database = "kairos") {
  const port = readJson(join(dataDir, "postgres.json"))?.port;
  return port && databaseUrl(adminUrl(port, password), database);
}

function adminUrl(port, password) {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`;
}

async function initialise({ account, folder, password, logFile }) {
  const half = `${folder}.half`;
  const passwordFile = `${folder}.password`;
  rmSync(half, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.kind === "user") chownSync(passwordFile, account.uid, account.gid);
  const args = [
    `--pgdata=${half}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    // Named, for a shell without LANG would make it SQL_ASCII.
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ];
  try {
    const command = [...account.prefix, join(account.bin, "initdb"), ...args];
    const { code, output } = await runStep(command, { ...runAs(account), logFile });
    if (code !== 0) {
      throw new Refusal(`The database could not be created in ${folder}.\n${lastLines(output)}`);
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(half, folder);
}

function runAs(account) {
  // Nothing of our environment is the database's business, least of all our secrets.
  const env = { PATH: process.env.PATH ?? "/usr/bin:/bin", TZ: "UTC", LC_ALL: "C" };
  return { env, cwd: "/", uid: account.uid, gid: account.gid };
}

async function launch(place, { preferred, isFixed }, settings) {
  const deadline = Date.now() + READY_WITHIN;
  for (;;) {
    const port = isFixed ? preferred : await pickFreePort(preferred);
    const attempt = await launchOnce(place, port, settings);
    if (attempt.ok) return { pid: attempt.pid, port, isAdopted: false };
    const isRetried =
      // Somebody took the port between our look and the server's.
      /Address already in use|could not create any TCP\/IP sockets/.test(attempt.log) ||
      // The backends of a killed postmaster are just noticing that it is gone.
      /pre-existing shared memory block|lock file .* already exists/.test(attempt.log);
    if (!isRetried || Date.now() > deadline) {
      throw new Refusal(`The database did not start.\n${lastLines(attempt.log)}`);
    }
    await sleep(250);
  }
}

async function launchOnce({ account, folder, password, logFile }, port, settings) {
  const flags = Object.entries({ ...SETTINGS, ...sharedMemory(), ...settings, port: String(port) });
  const command = [...account.prefix, join(account.bin, "postgres"), "-D", folder];
  for (const [name, value] of flags) command.push("-c", `${name}=${value}`);
  const log = openSync(logFile, "a", 0o600);
  const logStart = statSync(logFile).size;
  const [program, ...args] = command;
  // Its own session: Ctrl-C in our terminal must not end it before the worker has finished.
  const child = spawn(program, args, {
    ...runAs(account),
    stdio: ["ignore", log, log],
    detached: true,
  });
  closeSync(log);
  child.unref();
  let hasEnded = false;
  child.once("exit", () => {
    hasEnded = true;
  });
  child.once("error", () => {
    hasEnded = true;
  });
  const deadline = Date.now() + READY_WITHIN;
  const isReady = await waitForConnections(
    adminUrl(port, password),
    () => hasEnded || Date.now() > deadline,
  );
  if (isReady && !hasEnded) return { ok: true, pid: child.pid };
  if (child.pid && !hasEnded) await stopPostmaster(child.pid);
  return { ok: false, log: readFileSync(logFile).subarray(logStart).toString("utf8") };
}

// Containers often have a /dev/shm too small for parallel queries.
function sharedMemory() {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    if (bavail * bsize > 512 * 1024 * 1024) return {};
  } catch {
    // Not a Linux: the default fits.
    return {};
  }
  return { dynamic_shared_memory_type: "mmap" };
}

/** Takes over a server that survived its supervisor; clears what a dead one left. */
async function adopt({ folder, password }) {
  const pidFile = join(folder, "postmaster.pid");
  if (!existsSync(pidFile)) return undefined;
  const [pidLine = "", , , portLine = ""] = readFileSync(pidFile, "utf8").split("\n");
  const pid = Number(pidLine);
  const port = Number(portLine);
  const isOurs = () => isAlive(pid) && commandLine(pid).includes(folder);
  if (!isOurs()) {
    // Dead, or its number now belongs to another program: PostgreSQL would refuse to start.
    rmSync(pidFile, { force: true });
    return undefined;
  }
  const deadline = Date.now() + READY_WITHIN;
  const isGivenUp = () => !isOurs() || Date.now() > deadline;
  const isReady = port > 0 && (await waitForConnections(adminUrl(port, password), isGivenUp));
  if (isReady && (await servesFolder(adminUrl(port, password), folder))) {
    return { pid, port, isAdopted: true };
  }
  await stopPostmaster(pid);
  return undefined;
}

async function servesFolder(url, folder) {
  return await withConnection(url, async (client) => {
    const { rows } = await client.query("show data_directory");
    return rows[0].data_directory === folder;
  });
}

/** Fast shutdown first: clients are disconnected, everything is on disk. */
export async function stopPostmaster(pid) {
  if (!isAlive(pid)) return;
  for (const [signal, patience] of [
    ["SIGINT", STOP_WITHIN],
    ["SIGQUIT", 5000],
    ["SIGKILL", 5000],
  ]) {
    if (!signalProcess(pid, signal)) return;
    if (await waitForExit(pid, patience)) return;
  }
}
