import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDataDir, readJson, writeJson } from "./files.mjs";
import { endLeftovers } from "./instance.mjs";
import { stopPostmaster } from "./postgres.mjs";
import { commandLine, endLeftover, startMark } from "./process-identity.mjs";

const PREFIX = "kairos-test-";

/**
 * A data folder for one test run, deleted with `remove`. What a killed run left behind, folder and
 * database server, is cleared away by the next one.
 */
export async function makeTestFolder() {
  await sweep();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  ensureDataDir(folder);
  writeJson(join(folder, "owner.json"), { pid: process.pid, mark: startMark(process.pid) });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function sweep() {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const owner = ownerOf(folder);
    if (!owner || startMark(owner.pid) === owner.mark) continue;
    for (const dataDir of [folder, join(folder, "product")]) await clear(dataDir);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function clear(dataDir) {
  const supervisor = readJson(join(dataDir, "instance.lock"));
  if (supervisor) await endLeftover(supervisor);
  await endLeftovers(dataDir);
  const folder = readJson(join(dataDir, "postgres.json"))?.folder;
  const pidFile = join(folder ?? dataDir, "postmaster.pid");
  if (!folder || !existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (commandLine(pid).includes(folder)) await stopPostmaster(pid);
}

// Another user's folder is none of our business, and one without an owner is just being made.
function ownerOf(folder) {
  try {
    return readJson(join(folder, "owner.json"));
  } catch {
    return undefined;
  }
}
