import { join, resolve } from "node:path";
import { readInstance } from "../../scripts/instance.mjs";
import { embeddedUrl } from "../../scripts/postgres.mjs";
import { loadSecrets } from "../../scripts/secrets.mjs";

/**
 * The running product that the browser stories talk to. `npm test` names it in the environment; by
 * hand, `npm start` in one shell and `npm run test:e2e` in another find each other by DATA_DIR.
 */
const dataDir = resolve(process.env.DATA_DIR || ".data");

/** Where a running product is found. */
export interface Product {
  baseUrl: string;
  dataDir: string;
  /** Address of its database when it is not the embedded one of `dataDir`. */
  databaseUrl?: string;
}

export const product = {
  baseUrl: process.env.E2E_BASE_URL || "http://localhost:3000",
  dataDir,
  databaseUrl: process.env.E2E_DATABASE_URL || undefined,
  /** Where single sign-on is expected by the product; undefined when it offers none. */
  oidcIssuer: process.env.OIDC_ISSUER || undefined,
  oidcClient: {
    id: process.env.OIDC_CLIENT_ID ?? "",
    secret: process.env.OIDC_CLIENT_SECRET ?? "",
  },
  hasMarkedTexts: process.env.MARKED_TEXTS === "1",
};

/** Folder of the local mail sink: `index.ndjson` and one `.eml` for each mail. */
export const mailboxDir = (of: Product): string => join(of.dataDir, "mailbox");

/** Administrative connection, for verifying only. */
export function databaseAddress(of: Product = product): string {
  const url = of.databaseUrl ?? embeddedUrl(of.dataDir, loadSecrets(of.dataDir).databasePassword);
  if (!url) throw new Error(`No database is known in ${of.dataDir}: is the product running?`);
  return url;
}

/** Environment in which a command finds the product. */
export const environmentOf = (of: Product) => ({ ...process.env, DATA_DIR: of.dataDir });

/** Process id of a part of the product (web, worker, mailbox) right now. */
export function pidOf(name: string, of: Product = product): number | undefined {
  return readInstance(of.dataDir)?.children.find((child) => child.name === name)?.pid;
}

/** What the moments of a walk's kills are made of; WALK_SEED brings those of an earlier run back. */
export const walkSeed = (): number => Number(process.env.WALK_SEED) || Date.now() % 2 ** 31;
