/**
 * `npm start` and `npm run dev`: brings the whole product up on a machine with only Node.js,
 * watches it, and stops it in order. No dependency is imported before the install step.
 */
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureBuild } from "./build.mjs";
import { checkEnvironment } from "./check-environment.mjs";
import { adminEnvironment, describeChildren } from "./children.mjs";
import { checkReachable, describeUrl } from "./database.mjs";
import { loadEnvironment, localAddress, readSettings } from "./environment.mjs";
import { ensureDataDir, ROOT } from "./files.mjs";
import { installDependencies } from "./install.mjs";
import {
  claimDataDir,
  endLeftovers,
  forgetInstance,
  readInstance,
  writeInstance,
} from "./instance.mjs";
import { migrate } from "./migrate.mjs";
import { isPortFree, pickFreePort } from "./ports.mjs";
import { keepPostgres } from "./postgres-keeper.mjs";
import { lastLines, Refusal, runScript } from "./refusal.mjs";
import { chooseAppSecret, loadSecrets } from "./secrets.mjs";
import { rotateLog, supervise } from "./supervisor.mjs";

const READY_WITHIN = 120_000;

const say = (line) => console.log(line);
const isDev = process.argv.includes("--dev");
const stopping = new AbortController();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  // npm passes Ctrl-C on as well, so it arrives twice; abort() does nothing the second time.
  process.on(signal, () => stopping.abort());
}

await runScript(async () => {
  const environment = loadEnvironment();
  const settings = readSettings(environment);
  const { signal } = stopping;
  await installDependencies({ say, signal }).catch(unlessStopping);
  if (!signal.aborted) await checkEnvironment(environment, { signal }).catch(unlessStopping);
  if (stopping.signal.aborted) return 0;
  ensureDataDir(settings.dataDir);
  const claim = claimDataDir(settings.dataDir);
  const run = { environment, settings, isDev, children: [], postgres: undefined };
  try {
    await bringUp(run).catch(unlessStopping);
    if (!stopping.signal.aborted) {
      printSummary(run);
      await untilStopped(run);
    }
    return 0;
  } finally {
    await bringDown(run);
    claim.release();
  }
});

async function bringUp(run) {
  const { settings, environment } = run;
  await endLeftovers(settings.dataDir);
  const remembered = readInstance(settings.dataDir);
  if (!(await isPortFree(settings.port, settings.host))) {
    throw new Refusal(
      `Port ${settings.port} is taken on ${settings.host}; stop what uses it or choose another with PORT.`,
    );
  }
  const hasOwnDatabase = settings.databaseUrl !== undefined;
  const secrets = hasOwnDatabase ? undefined : loadSecrets(settings.dataDir);
  run.appSecret = chooseAppSecret({
    given: environment.APP_SECRET,
    hasOwnDatabase,
    generate: () => secrets.appSecret,
  });
  if (hasOwnDatabase) await checkReachable(settings.databaseUrl);
  else run.postgres = await keepPostgres({ dataDir: settings.dataDir, secrets, say });
  run.adminUrl = settings.databaseUrl ?? run.postgres.url;
  if (!settings.smtpUrl) {
    run.mailbox = { port: await pickFreePort(remembered?.smtpPort) };
    mkdirSync(join(settings.dataDir, "mailbox"), { recursive: true, mode: 0o700 });
  }
  recordInstance(run, "starting");
  const logFile = join(settings.dataDir, "log", "start.log");
  const step = { signal: stopping.signal, logFile };
  await migrate({ env: adminEnvironment(run), ...step });
  if (!isDev) run.build = await ensureBuild({ say, ...step });
  stopping.signal.throwIfAborted();
  startChildren(run);
  await untilReady(run);
  recordInstance(run, "running");
}

function startChildren(run) {
  for (const child of describeChildren(run)) {
    const logFile = isDev ? undefined : logPath(run, child.name);
    const onChange = () => recordInstance(run, run.state);
    run.children.push(supervise({ ...child, logFile, say, onChange }));
  }
}

async function untilReady(run) {
  const address = `${localAddress(run.settings)}/api/health/ready`;
  const web = run.children.find((child) => child.name === "web");
  const deadline = Date.now() + READY_WITHIN;
  let answer = "no answer";
  while (Date.now() < deadline && web.deaths() < 4) {
    stopping.signal.throwIfAborted();
    try {
      // A connection kept open would make the web server wait for us when it stops.
      const response = await fetch(address, {
        headers: { connection: "close" },
        signal: AbortSignal.timeout(10_000),
      });
      if (response.status === 200) return;
      answer = `status ${response.status}: ${lastLines(await response.text(), 3).slice(0, 500)}`;
    } catch (error) {
      answer = error.cause?.code ?? error.message;
    }
    await sleep(150);
  }
  throw new Refusal(
    `The web server did not become ready (${answer}); see ${shown(logPath(run, "web"))}.`,
  );
}

async function untilStopped(run) {
  const logs = ["web", "worker", "mailbox", "postgres"].map((name) => logPath(run, name));
  const rotation = setInterval(() => logs.forEach(rotateLog), 60_000);
  // A timer as well as the listener: nothing else keeps us alive while all children are down.
  const alive = setInterval(() => {}, 60_000);
  await new Promise((resolve) => {
    if (stopping.signal.aborted) resolve();
    stopping.signal.addEventListener("abort", resolve, { once: true });
  });
  clearInterval(rotation);
  clearInterval(alive);
  say("Stopping …");
}

// Web first, so that nothing new comes in; then the worker finishes; the database goes last.
async function bringDown(run) {
  for (const name of ["web", "worker", "mailbox"]) {
    await run.children.find((child) => child.name === name)?.stop();
  }
  await run.postgres?.stop();
  if (run.state) forgetInstance(run.settings.dataDir, run.mailbox?.port);
  if (run.state === "running" && stopping.signal.aborted) say("Stopped.");
}

function recordInstance(run, state) {
  run.state = state;
  const { settings, postgres, children } = run;
  // What secrets.json does not tell the admin commands.
  const external = {
    databaseUrl: postgres ? undefined : run.adminUrl,
    appSecret: run.environment.APP_SECRET,
  };
  writeInstance(settings.dataDir, {
    pid: process.pid,
    state,
    baseUrl: settings.baseUrl,
    port: settings.port,
    smtpPort: run.mailbox?.port,
    ...external,
    children: children
      .filter((child) => child.isRunning())
      .map((child) => ({ name: child.name, pid: child.pid(), mark: child.mark() })),
  });
}

function printSummary(run) {
  const { settings, postgres, mailbox, children } = run;
  const notes = {
    web: `listens on ${settings.host}:${settings.port}`,
    worker: "sends and imports in the background",
    mailbox:
      mailbox &&
      `catches all mail on 127.0.0.1:${mailbox.port}; read it at ${settings.baseUrl}/mailbox`,
  };
  const rows = children.map(({ name, pid }) => [name, `pid ${pid()}`, notes[name]]);
  rows.push(
    postgres
      ? ["database", `pid ${postgres.pid()}`, `PostgreSQL on 127.0.0.1:${postgres.port()}`]
      : ["database", "yours", describeUrl(settings.databaseUrl)],
  );
  say(`\nKairos is running at ${settings.baseUrl}\n`);
  for (const [name, pid, note] of rows) say(`  ${name.padEnd(9)} ${pid.padEnd(11)} ${note}`);
  say(`  data      ${shown(settings.dataDir)} (logs in ${shown(join(settings.dataDir, "log"))})`);
  say("\nStop with Ctrl-C.");
}

function logPath(run, name) {
  return join(run.settings.dataDir, "log", `${name}.log`);
}

function shown(path) {
  const near = relative(ROOT, path);
  return near.startsWith("..") ? path : near || ".";
}

// A step that was cut short by Ctrl-C fails, and that is no failure.
function unlessStopping(error) {
  if (!stopping.signal.aborted) throw error;
}
