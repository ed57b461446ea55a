import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { bundleProcesses } from "./bundle.mjs";
import { LEASH, ROOT } from "./files.mjs";
import { withLock } from "./lock.mjs";
import { startMark } from "./process-identity.mjs";
import { lastLines, Refusal } from "./refusal.mjs";
import { runStep } from "./run-step.mjs";

const SOURCES = [
  "app",
  "server",
  "db",
  "emails",
  "messages",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.js",
  "postcss.config.mjs",
  "package-lock.json",
  "scripts/bundle.mjs",
  "tsconfig.json",
];

/** Where Next builds; nothing runs from it, so a build disturbs no copy that is up. */
const WORKSHOP = join(ROOT, ".next");
/** Parts of the workshop that only building needs, and the big ones. */
const WORKSHOP_ONLY = new Set(["cache", "dev", "diagnostics", "lock", "trace", "types"]);
const BUILD_NAME = /^\.next-[0-9a-f]{16}$/;
const USERS = "kairos-users";
/** Where in a build the background processes are. */
export const PROCESSES = "kairos-processes";
/** What each is made of. The thread is started by the worker, which looks for it beside itself. */
const ENTRIES = {
  worker: "server/worker/main.ts",
  "signing-thread": "server/worker/signing-thread.mjs",
  mailbox: "server/mailbox/main.ts",
};
const KEPT = 2;

/**
 * The build of these sources, made when there is none yet. Every build has a folder of its own
 * beside `.next` (the same depth: Next links packages by relative paths), so a copy that runs from
 * an older one keeps its files until it ends. This process is noted as a user of the build.
 * @returns {Promise<string>} the folder's name in the checkout
 */
export async function ensureBuild({ say = console.log, signal, logFile } = {}) {
  const onWait = () => say("Waiting for another start that builds …");
  const take = async () => {
    const name = `.next-${sourceHash().slice(0, 16)}`;
    if (!isComplete(name)) await build(name, { say, signal, logFile });
    noteUser(name);
    removeUnused(name);
    return name;
  };
  return await withLock(join(ROOT, ".data-locks", "build.lock"), take, { onWait, signal });
}

async function build(name, { say, signal, logFile }) {
  say("Building (a minute or two) …");
  const next = join("node_modules", "next", "dist", "bin", "next");
  const command = [process.execPath, "--import", LEASH, next, "build"];
  const { code, output } = await runStep(command, { env: buildEnvironment(), signal, logFile });
  if (code !== 0) {
    throw new Refusal(
      `The web server could not be built (code ${code}).\n${lastLines(output, 40)}`,
    );
  }
  const half = join(ROOT, `${name}.half`);
  rmSync(half, { recursive: true, force: true });
  cpSync(WORKSHOP, half, { recursive: true, verbatimSymlinks: true, filter: isNeededToRun });
  await bundleProcesses({ entries: ENTRIES, folder: join(half, PROCESSES) });
  mkdirSync(join(half, USERS));
  // Whole or not there at all: a folder under its name is a complete build.
  renameSync(half, join(ROOT, name));
}

function isNeededToRun(path) {
  return !WORKSHOP_ONLY.has(relative(WORKSHOP, path));
}

// One build serves every data folder of the checkout, so nothing of one instance may get into it.
function buildEnvironment() {
  const { PATH, HOME, LANG, TMPDIR, CI } = process.env;
  const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", DATABASE_URL: "" };
  return { ...env, ...definedOnly({ PATH, HOME, LANG, TMPDIR, CI }) };
}

function definedOnly(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function isComplete(name) {
  return existsSync(join(ROOT, name, USERS));
}

function noteUser(name) {
  const folder = join(ROOT, name);
  writeFileSync(join(folder, USERS, String(process.pid)), startMark(process.pid) ?? "");
  // Its time says when it was last used.
  utimesSync(folder, new Date(), new Date());
}

/** Deletes the builds that no live process uses; the newest stay, for a step back and forth. */
function removeUnused(own) {
  const builds = readdirSync(ROOT)
    .filter((name) => BUILD_NAME.test(name))
    .map((name) => ({ name, usedAt: statSync(join(ROOT, name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { name } of builds.slice(KEPT)) {
    if (name === own || hasLiveUser(name)) continue;
    // Aside first: a deletion that is cut short leaves nothing that looks like a build.
    const aside = join(ROOT, `${name}.half`);
    rmSync(aside, { recursive: true, force: true });
    renameSync(join(ROOT, name), aside);
    rmSync(aside, { recursive: true, force: true });
  }
}

function hasLiveUser(name) {
  const users = join(ROOT, name, USERS);
  if (!existsSync(users)) return false;
  return readdirSync(users).some((pid) => {
    const mark = startMark(Number(pid));
    return mark !== undefined && mark === readFileSync(join(users, pid), "utf8");
  });
}

function sourceHash() {
  const hash = createHash("sha256");
  for (const source of SOURCES) addToHash(hash, source);
  return hash.digest("hex");
}

function addToHash(hash, path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return;
  if (statSync(full).isDirectory()) {
    for (const name of readdirSync(full).sort()) addToHash(hash, join(path, name));
  } else if (!/\.test\.tsx?$/.test(path)) {
    hash.update(`${path}\0`).update(readFileSync(full)).update("\0");
  }
}
