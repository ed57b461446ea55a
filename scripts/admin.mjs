/**
 * `npm run admin -- <command>`: finds the instance through DATA_DIR and runs the command on its
 * database. Stdout carries one JSON object, a result or `{"error": {"code", "message"}}`; every
 * other word goes to stderr (npm's own banner is switched off in .npmrc).
 */
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { checkEnvironment } from "./check-environment.mjs";
import { adminEnvironment } from "./children.mjs";
import { checkReachable } from "./database.mjs";
import { loadEnvironment, readSettings } from "./environment.mjs";
import { ensureDataDir, ROOT } from "./files.mjs";
import { installDependencies } from "./install.mjs";
import { readInstance } from "./instance.mjs";
import { tryLock } from "./lock.mjs";
import { migrate } from "./migrate.mjs";
import { embeddedUrl, startPostgres } from "./postgres.mjs";
import { Refusal } from "./refusal.mjs";
import { chooseAppSecret, loadSecrets } from "./secrets.mjs";

const BUSY_FOR = 60_000;
const say = (line) => console.error(line);

// The command hears Ctrl-C itself; we stay to stop the database we may have started for it.
process.on("SIGINT", () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isKnown = error instanceof Refusal;
  if (!isKnown) console.error(error);
  const code = isKnown ? error.code : "INTERNAL";
  printJson({ error: { code, message: isKnown ? error.message : "The command failed." } });
  process.exitCode = 1;
}

async function main(args) {
  const environment = loadEnvironment();
  const settings = readSettings(environment);
  await installDependencies({ say });
  await checkEnvironment(environment);
  ensureDataDir(settings.dataDir);
  const plan = { environment, settings, isDev: false };
  const claim = await findInstance(settings.dataDir);
  if (claim.record) return await runCommand(args, ofRunning(plan, claim.record));
  try {
    if (args[0] === "health") {
      throw new Refusal(`No Kairos runs on the data folder ${settings.dataDir}.`, "NOT_RUNNING");
    }
    return await withoutInstance(args, plan);
  } finally {
    claim.lock.release();
  }
}

/** The record of a running instance, or the lock of a data folder that nobody uses. */
async function findInstance(dataDir) {
  const deadline = Date.now() + BUSY_FOR;
  for (;;) {
    const lock = tryLock(`${dataDir}/instance.lock`);
    if (lock.ok) return { lock };
    const record = readInstance(dataDir);
    if (record?.pid === lock.holder.pid && record.state === "running") return { record };
    if (Date.now() > deadline) {
      throw new Refusal(
        "Kairos is just starting or another admin command is at work; try again when it is done.",
        "INSTANCE_BUSY",
      );
    }
    await sleep(250);
  }
}

function ofRunning(plan, record) {
  const { dataDir } = plan.settings;
  const secrets = record.databaseUrl ? undefined : loadSecrets(dataDir);
  return {
    ...plan,
    settings: { ...plan.settings, port: record.port, baseUrl: record.baseUrl },
    appSecret: record.appSecret ?? secrets?.appSecret,
    adminUrl: record.databaseUrl ?? embeddedUrl(dataDir, secrets.databasePassword),
    mailbox: record.smtpPort && { port: record.smtpPort },
  };
}

async function withoutInstance(args, plan) {
  const { settings, environment } = plan;
  const hasOwnDatabase = settings.databaseUrl !== undefined;
  const secrets = hasOwnDatabase ? undefined : loadSecrets(settings.dataDir);
  const appSecret = chooseAppSecret({
    given: environment.APP_SECRET,
    hasOwnDatabase,
    generate: () => secrets.appSecret,
  });
  if (hasOwnDatabase) {
    await checkReachable(settings.databaseUrl);
    return await runCommand(args, { ...plan, appSecret, adminUrl: settings.databaseUrl });
  }
  const postgres = await startPostgres({
    dataDir: settings.dataDir,
    password: secrets.databasePassword,
  });
  try {
    const whole = { ...plan, appSecret, adminUrl: postgres.url };
    await migrate({ env: adminEnvironment(whole) });
    return await runCommand(args, whole);
  } finally {
    await postgres.stop();
  }
}

async function runCommand(args, plan) {
  const { code, stdout } = await runAdmin(args, {
    ...adminEnvironment(plan),
    // Paths in the arguments are meant from where the operator typed them.
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
  });
  const { result, rest } = takeJson(stdout);
  if (rest) say(rest);
  if (result === undefined) {
    throw new Refusal("The command ended without a result; see the lines above.", "INTERNAL");
  }
  printJson(result);
  return code === 0 && result.error ? 1 : code;
}

function runAdmin(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "server/admin/main.ts", ...args], {
      cwd: ROOT,
      env,
      stdio: ["inherit", "pipe", "inherit"],
    });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      stdout += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, stdout }));
  });
}

/** The whole output as one JSON object, else its last line; log lines before it are handed back. */
function takeJson(stdout) {
  const lines = stdout.trim().split("\n");
  for (const from of [0, lines.length - 1]) {
    const result = parseObject(lines.slice(from).join("\n"));
    if (result) return { result, rest: lines.slice(0, from).join("\n") };
  }
  return { result: undefined, rest: stdout };
}

function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function printJson(value) {
  console.log(JSON.stringify(value));
}
