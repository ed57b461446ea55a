import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LEASH, ROOT } from "./files.mjs";
import { readInstance } from "./instance.mjs";
import { pickFreePort } from "./ports.mjs";
import { waitForExit } from "./process-identity.mjs";
import { lastLines } from "./refusal.mjs";

const STOP_WITHIN = 60_000;

// Empty values win over a developer's .env file and over a test run around us: tests start from a
// bare machine.
const BARE = {
  ...{ DATABASE_URL: "", APP_SECRET: "", SMTP_URL: "", HOST: "" },
  ...{ DB_ROLE_PREFIX: "", OIDC_ISSUER: "", OIDC_CLIENT_ID: "", OIDC_CLIENT_SECRET: "" },
};

/**
 * Starts a product of its own for tests, as an operator would: on an empty data folder inside
 * `folder` and a free port. It ends with us, however we end.
 * @param {{folder: string, signal?: AbortSignal, settings?: Record<string, string>}} options
 *   `settings` are environment variables beside those that every start needs
 */
export async function startTestProduct({ folder, signal, settings = {} }) {
  const dataDir = join(folder, "product");
  const port = await pickFreePort();
  const env = {
    ...process.env,
    ...BARE,
    DATA_DIR: dataDir,
    PORT: String(port),
    BASE_URL: `http://localhost:${port}`,
    ...settings,
  };
  let output = "";
  const child = spawn(process.execPath, ["--import", LEASH, join("scripts", "start.mjs")], {
    cwd: ROOT,
    env: { ...env, KAIROS_PARENT: String(process.pid) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const isReady = await untilRunning(dataDir, () => hasEnded() || signal?.aborted);
  return {
    isReady,
    env,
    dataDir,
    /** What it said last, and its web server and worker. */
    output: () => [lastLines(output, 60), ...["web", "worker"].map(logTail(dataDir))].join("\n"),
    async stop() {
      if (hasEnded()) return;
      child.kill("SIGTERM");
      if (!(await waitForExit(child.pid, STOP_WITHIN))) child.kill("SIGKILL");
    },
  };
}

function logTail(dataDir) {
  return (name) => {
    const file = join(dataDir, "log", `${name}.log`);
    return existsSync(file) ? `--- ${name}\n${lastLines(readFileSync(file, "utf8"), 40)}` : "";
  };
}

async function untilRunning(dataDir, isGivenUp) {
  while (!isGivenUp()) {
    if (existsSync(dataDir) && readInstance(dataDir)?.state === "running") return true;
    await sleep(200);
  }
  return false;
}
