import { join } from "node:path";
import { readJson, writeJson } from "./files.mjs";
import { tryLock } from "./lock.mjs";
import { endLeftover } from "./process-identity.mjs";
import { Refusal } from "./refusal.mjs";

/**
 * What runs on a data folder, for `npm run admin` and for the next start. Readable by its owner
 * only: it holds the database address and the secret when the operator brought their own.
 * @typedef {object} InstanceRecord
 * @property {number} pid of the supervisor
 * @property {"starting" | "running" | "stopped"} state
 * @property {string} baseUrl
 * @property {number} port
 * @property {string} [databaseUrl]
 * @property {string} [appSecret]
 * @property {number} [smtpPort]
 * @property {{name: string, pid: number, mark: string}[]} children
 */

/** Takes the data folder for this process, or refuses because another one has it. */
export function claimDataDir(dataDir) {
  const lock = tryLock(join(dataDir, "instance.lock"));
  if (lock.ok) return lock;
  const running = readInstance(dataDir);
  const where = running?.pid === lock.holder.pid ? ` at ${running.baseUrl}` : "";
  throw new Refusal(
    `Another Kairos already uses the data folder ${dataDir}${where} (pid ${lock.holder.pid}); stop it first or choose another DATA_DIR.`,
    "INSTANCE_RUNNING",
  );
}

/** @returns {InstanceRecord | undefined} */
export function readInstance(dataDir) {
  return readJson(join(dataDir, "instance.json"));
}

/** @param {string} dataDir @param {InstanceRecord} record */
export function writeInstance(dataDir, record) {
  writeJson(join(dataDir, "instance.json"), record);
}

/** After an orderly stop only the mailbox's port is worth knowing: no secret, nothing to end. */
export function forgetInstance(dataDir, smtpPort) {
  writeJson(join(dataDir, "instance.json"), { state: "stopped", smtpPort, children: [] });
}

/** Ends what a killed supervisor left running, so that nothing works on the data twice. */
export async function endLeftovers(dataDir) {
  const left = readInstance(dataDir)?.children ?? [];
  await Promise.all(left.map((child) => endLeftover(child)));
}
