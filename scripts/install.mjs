import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, readJson } from "./files.mjs";
import { withLock } from "./lock.mjs";
import { lastLines, Refusal } from "./refusal.mjs";
import { runStep } from "./run-step.mjs";

const MINIMUM = [20, 19];
const MARK = join(ROOT, "node_modules", ".kairos-lock");

/** Refuses a Node.js that is too old for the dependencies. */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  throw new Refusal(
    `Kairos needs Node.js ${MINIMUM.join(".")} or newer; this is ${version}. Install a newer one.`,
  );
}

/**
 * Installs the dependencies when they are missing or older than the lockfile. Several starts in one
 * checkout wait for the first one. Works with npm's own words hidden by .npmrc, hence the loglevel.
 * @returns {Promise<boolean>} true when something was installed
 */
export async function installDependencies({ say = console.log, signal } = {}) {
  checkNodeVersion();
  if (isInstalled()) return false;
  const onWait = () => say("Waiting for another start that installs the dependencies …");
  const lock = join(ROOT, ".data-locks", "install.lock");
  return await withLock(lock, () => install(say, signal), { onWait, signal });
}

async function install(say, signal) {
  if (isInstalled()) return false;
  say("Installing the dependencies (npm ci) …");
  const npm = process.env.npm_execpath;
  const command = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--include=dev"];
  // npm hands its own settings to the scripts it runs as npm_config_*; ours shall be the only ones.
  const env = { ...process.env, NODE_ENV: "development" };
  delete env.npm_config_loglevel;
  const { code, output } = await runStep([...command, ...args], { env, signal });
  if (code !== 0) {
    throw new Refusal(
      `The dependencies could not be installed: npm ci ended with code ${code}.\n${lastLines(output)}`,
    );
  }
  writeFileSync(MARK, lockHash());
  return true;
}

function isInstalled() {
  if (existsSync(MARK) && readFileSync(MARK, "utf8") === lockHash()) return true;
  if (!matchesLockfile()) return false;
  writeFileSync(MARK, lockHash());
  return true;
}

/** True when an `npm ci` or `npm install` typed by hand left exactly what the lockfile asks for. */
function matchesLockfile() {
  const wanted = readJson(join(ROOT, "package-lock.json")).packages;
  // npm writes this list of what it installed when it is done.
  const found = readJson(join(ROOT, "node_modules", ".package-lock.json"))?.packages;
  if (!found || Object.keys(found).some((path) => !wanted[path])) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    if (found[path]) return found[path].version === entry.version;
    // Left out on purpose: made for another platform.
    return entry.optional === true || entry.devOptional === true;
  });
}

function lockHash() {
  return createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
}
