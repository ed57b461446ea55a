import { spawn } from "node:child_process";
import { closeSync, copyFileSync, openSync, renameSync, statSync, writeFileSync } from "node:fs";
import { ROOT } from "./files.mjs";
import { isAlive, signalProcess, startMark, waitForExit } from "./process-identity.mjs";

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
const STABLE_AFTER = 30_000;
const LOG_LIMIT = 20 * 1024 * 1024;

/** How long to wait before the next start after so many quick deaths in a row. */
export function restartDelay(quickDeaths) {
  return Math.min(FIRST_DELAY * 2 ** Math.max(0, quickDeaths - 1), LONGEST_DELAY);
}

/**
 * Keeps one child process running until it is told to stop.
 * @param {object} spec
 * @param {string} spec.name shown to the operator
 * @param {string[]} spec.command arguments for node
 * @param {object} spec.env
 * @param {string} [spec.logFile] where its output goes; without it, to our own
 * @param {number} spec.grace milliseconds it has to finish its work when stopped
 * @param {(line: string) => void} spec.say
 * @param {() => void} spec.onChange called whenever its pid changed
 */
export function supervise(spec) {
  let child;
  let timer;
  let isStopping = false;
  let quickDeaths = 0;
  let deaths = 0;

  function start() {
    timer = undefined;
    child = spawnChild(spec);
    const bornAt = Date.now();
    const own = child;
    let isOver = false;
    const over = (how) => {
      if (isOver) return;
      isOver = true;
      if (child === own) child = undefined;
      spec.onChange();
      if (isStopping) return;
      quickDeaths = Date.now() - bornAt >= STABLE_AFTER ? 1 : quickDeaths + 1;
      deaths += 1;
      const delay = restartDelay(quickDeaths);
      spec.say(`${spec.name} ended (${how}); starting it again in ${delay / 1000} s.`);
      timer = setTimeout(start, delay);
    };
    own.once("exit", (code, signal) => over(signal ?? `code ${code}`));
    own.once("error", (error) => over(error.code ?? error.message));
    spec.onChange();
  }

  async function stop() {
    isStopping = true;
    clearTimeout(timer);
    const pid = child?.pid;
    if (!pid || !signalProcess(pid, "SIGTERM")) return;
    if (await waitForExit(pid, spec.grace)) return;
    spec.say(`${spec.name} did not stop within ${spec.grace / 1000} s; ending it.`);
    // It leads its own process group: whatever it started goes with it.
    if (!signalProcess(-pid, "SIGKILL")) signalProcess(pid, "SIGKILL");
    await waitForExit(pid, 5000);
  }

  start();
  return {
    name: spec.name,
    stop,
    pid: () => child?.pid,
    mark: () => (child?.pid ? startMark(child.pid) : undefined),
    isRunning: () => child?.pid !== undefined && isAlive(child.pid),
    deaths: () => deaths,
  };
}

function spawnChild({ command, env, logFile }) {
  const log = logFile ? openSync(logFile, "a", 0o600) : "inherit";
  try {
    return spawn(process.execPath, command, {
      cwd: ROOT,
      env: { ...env, KAIROS_PARENT: String(process.pid) },
      // The fourth is the leash: see leash.mjs.
      stdio: ["ignore", log, log, "ipc"],
      // Its own session: Ctrl-C reaches the supervisor, which stops its children in order.
      detached: true,
    });
  } finally {
    if (log !== "inherit") closeSync(log);
  }
}

/** Keeps a log file and one older one; the writer goes on writing to the emptied file. */
export function rotateLog(file) {
  try {
    if (statSync(file).size < LOG_LIMIT) return;
    copyFileSync(file, `${file}.old.half`);
    renameSync(`${file}.old.half`, `${file}.old`);
    writeFileSync(file, "");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
