import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Refusal } from "./refusal.mjs";

/** The folder of this checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** What `node --import` gets so that a child ends with its parent; see leash.mjs. */
export const LEASH = pathToFileURL(resolve(ROOT, "scripts", "leash.mjs")).href;

/** Reads a JSON file; undefined when there is none. */
export function readJson(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(`${file} is damaged (not JSON); restore it or move it away.`);
  }
}

/** Writes a JSON file that only we can read, all of it or nothing. */
export function writeJson(file, value) {
  const half = `${file}.${process.pid}.tmp`;
  writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(half, file);
}

/** Creates the data folder, readable by its owner only; refuses when it cannot be used. */
export function ensureDataDir(dataDir) {
  try {
    mkdirSync(`${dataDir}/log`, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
  } catch (error) {
    throw new Refusal(`The data folder ${dataDir} cannot be used (${error.code}).`);
  }
}
