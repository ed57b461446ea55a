import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT } from "./files.mjs";
import { Refusal } from "./refusal.mjs";

const KEY_VALUE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/;

/** Parses KEY=VALUE lines; blank lines and # lines are skipped, one pair of quotes is taken off. */
export function parseEnvFile(text) {
  const values = {};
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#|$)/.test(line)) continue;
    const match = KEY_VALUE.exec(line);
    if (!match)
      throw new Refusal(`.env has a line that is not KEY=VALUE: "${line.split("=")[0]}".`);
    const [, key, raw] = match;
    const quoted = /^(["'])(.*)\1$/.exec(raw);
    values[key] = quoted ? quoted[2] : raw.replace(/\s+#.*$/, "");
  }
  return values;
}

/** The environment with the optional .env file under it: a real variable always wins. */
export function loadEnvironment(root = ROOT, real = process.env) {
  let text = "";
  try {
    text = readFileSync(join(root, ".env"), "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw new Refusal(`.env cannot be read (${error.code}).`);
  }
  const merged = { ...parseEnvFile(text), ...real };
  // An empty variable means "not set": that is how a person switches one off in a shell or a file.
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}

/**
 * What the supervisor itself needs to know; the application validates its own part in
 * server/kernel/env.ts.
 */
export function readSettings(environment) {
  const port = Number(environment.PORT ?? "3000");
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Refusal(`PORT must be a number from 1 to 65535, not "${environment.PORT}".`);
  }
  const host = environment.HOST ?? "127.0.0.1";
  const baseUrl = (environment.BASE_URL ?? `http://localhost:${port}`).replace(/\/+$/, "");
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new Refusal(`BASE_URL must be an http or https address, not "${baseUrl}".`);
  }
  return {
    port,
    host,
    baseUrl,
    dataDir: resolve(ROOT, environment.DATA_DIR ?? ".data"),
    databaseUrl: environment.DATABASE_URL,
    rolePrefix: environment.DB_ROLE_PREFIX ?? "kairos",
    smtpUrl: environment.SMTP_URL,
  };
}

/** Where the supervisor itself reaches the web server: a wildcard address is no destination. */
export function localAddress({ host, port }) {
  if (host === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (host === "::") return `http://[::1]:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
