import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { ROOT } from "./files.mjs";

/**
 * Runs one command to its end and keeps what it said.
 * @param {string[]} command program and arguments
 * @param {{env?: object, cwd?: string, uid?: number, gid?: number, logFile?: string, signal?: AbortSignal, echo?: boolean}} [options]
 * @returns {Promise<{code: number, output: string}>} code 127 when it could not be started
 */
export function runStep(command, options = {}) {
  const { env = process.env, cwd = ROOT, uid, gid, logFile, signal, echo = false } = options;
  const log = logFile ? createWriteStream(logFile, { flags: "a", mode: 0o600 }) : undefined;
  return new Promise((resolve) => {
    const [program, ...args] = command;
    // Its own group: Ctrl-C reaches the supervisor only, which then ends the step itself.
    const child = spawn(program, args, {
      cwd,
      env: { ...env, KAIROS_PARENT: String(process.pid) },
      uid,
      gid,
      // The channel is the leash of a step that loads leash.mjs; others never look at it.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    let output = "";
    const take = (target) => (chunk) => {
      output = (output + chunk).slice(-200_000);
      log?.write(chunk);
      if (echo) target.write(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", take(process.stdout));
    child.stderr.setEncoding("utf8").on("data", take(process.stderr));
    let lastResort;
    const stop = () => {
      signalGroup(child.pid, "SIGTERM");
      lastResort = setTimeout(() => signalGroup(child.pid, "SIGKILL"), 15_000);
    };
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
    const finish = (code) => {
      clearTimeout(lastResort);
      signal?.removeEventListener("abort", stop);
      log?.end();
      resolve({ code, output });
    };
    child.once("error", (error) => {
      output += `${error.message}\n`;
      finish(127);
    });
    child.once("close", (code, killedBy) => finish(code ?? (killedBy ? 1 : 0)));
  });
}

function signalGroup(pid, signal) {
  if (!pid) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
