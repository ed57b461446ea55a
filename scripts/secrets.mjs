import { hkdfSync, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readJson, writeJson } from "./files.mjs";
import { Refusal } from "./refusal.mjs";

/** What .env.example shows; a copied example must never run. */
export const EXAMPLE_APP_SECRET = "replace-me-with-at-least-32-random-characters";

/**
 * The secrets of one data folder: made at random once, kept in secrets.json (0600).
 * @param {string} dataDir
 * @returns {{appSecret: string, databasePassword: string}}
 */
export function loadSecrets(dataDir) {
  const file = join(dataDir, "secrets.json");
  const known = readJson(file);
  if (known?.appSecret && known.databasePassword) return known;
  if (existsSync(join(dataDir, "postgres.json"))) {
    throw new Refusal(
      `${file} is missing, but a database made with it exists; restore the file or move ${dataDir} away.`,
    );
  }
  const made = {
    appSecret: randomBytes(32).toString("hex"),
    databasePassword: randomBytes(24).toString("hex"),
  };
  writeJson(file, made);
  return made;
}

/**
 * The application secret in force. With a database of the operator's own, the secret is theirs too:
 * one made here would be lost with this folder, and with it every signed link already mailed.
 */
export function chooseAppSecret({ given, hasOwnDatabase, generate }) {
  if (given !== undefined) {
    if (given.length < 32) throw new Refusal("APP_SECRET must have at least 32 characters.");
    if (given === EXAMPLE_APP_SECRET) {
      throw new Refusal("APP_SECRET still has the value of .env.example; set a random one.");
    }
    return given;
  }
  if (hasOwnDatabase) {
    throw new Refusal(
      "DATABASE_URL is set, so APP_SECRET must be set as well: at least 32 random characters.",
    );
  }
  return generate();
}

/** The password of the role `web` or `worker`, derived as in db/migrate.ts. */
export function rolePassword(appSecret, role) {
  return Buffer.from(hkdfSync("sha256", appSecret, "", `db-role:${role}`, 32)).toString("hex");
}
