import { join, resolve } from "node:path";
import { readInstance } from "../../scripts/instance.mjs";
import { embeddedUrl } from "../../scripts/postgres.mjs";
import { loadSecrets } from "../../scripts/secrets.mjs";

/**
 * The running product that the browser stories talk to. `npm test` names it in the environment; by
 * hand, `npm start` in one shell and `npm run test:e2e` in another find each other by DATA_DIR.
 */
const dataDir = resolve(process.env.DATA_DIR || ".data");

export const product = {
  baseUrl: process.env.E2E_BASE_URL || "http://localhost:3000",
  dataDir,
  /** Folder of the local mail sink: `index.ndjson` and one `.eml` for each mail. */
  mailboxDir: join(dataDir, "mailbox"),
  /** Where single sign-on is expected by the product; undefined when it offers none. */
  oidcIssuer: process.env.OIDC_ISSUER || undefined,
  oidcClient: {
    id: process.env.OIDC_CLIENT_ID ?? "",
    secret: process.env.OIDC_CLIENT_SECRET ?? "",
  },
  hasMarkedTexts: process.env.MARKED_TEXTS === "1",
};

/** Administrative connection, for verifying only. */
export function databaseAddress(): string {
  const named = process.env.E2E_DATABASE_URL;
  const url = named || embeddedUrl(dataDir, loadSecrets(dataDir).databasePassword);
  if (!url) throw new Error(`No database is known in ${dataDir}: is the product running?`);
  return url;
}

/** Process id of a part of the product (web, worker, mailbox) right now. */
export function pidOf(name: string): number | undefined {
  return readInstance(dataDir)?.children.find((child) => child.name === name)?.pid;
}
