import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LEASH, ROOT } from "./files.mjs";
import { withLock } from "./lock.mjs";
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
  "tsconfig.json",
];
const STAMP = join(ROOT, ".next", "kairos-build");

/**
 * Builds the web server when its sources changed since the last build, by content.
 * @returns {Promise<boolean>} true when it was built
 */
export async function ensureBuild({ say = console.log, signal, logFile } = {}) {
  if (isFresh(sourceHash())) return false;
  const onWait = () => say("Waiting for another start that builds the web server …");
  const lock = join(ROOT, ".data-locks", "build.lock");
  return await withLock(lock, () => build({ say, signal, logFile }), { onWait, signal });
}

async function build({ say, signal, logFile }) {
  const hash = sourceHash();
  if (isFresh(hash)) return false;
  say("Building the web server (a minute or two) …");
  rmSync(STAMP, { force: true });
  const next = join("node_modules", "next", "dist", "bin", "next");
  const command = [process.execPath, "--import", LEASH, next, "build"];
  const { code, output } = await runStep(command, { env: buildEnvironment(), signal, logFile });
  if (code !== 0) {
    throw new Refusal(
      `The web server could not be built (code ${code}).\n${lastLines(output, 40)}`,
    );
  }
  writeFileSync(STAMP, hash);
  return true;
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

function isFresh(hash) {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === hash;
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
