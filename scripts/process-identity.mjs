import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Names one process for good: a pid alone is reused, a pid with its start time is not.
 * @returns {string | undefined} undefined when no such process lives (a zombie counts as dead)
 * @public
 */
export function startMark(pid) {
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  if (process.platform === "linux") return linuxStartMark(pid);
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    const [state = "", ...started] = line.split(/\s+/);
    return line === "" || state.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined;
  }
}

function linuxStartMark(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name in parentheses and may hold blanks: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** True while some process with this pid lives. */
export function isAlive(pid) {
  return startMark(pid) !== undefined;
}

/** The command line of a process, blanks between its words; empty when it cannot be read. */
export function commandLine(pid) {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    }
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** Sends a signal; false when the process is gone already. */
export function signalProcess(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (error.code === "ESRCH") return false;
    throw error;
  }
}

/** Waits until the process is gone; false when it still lives after the given time. */
export async function waitForExit(pid, milliseconds) {
  const deadline = Date.now() + milliseconds;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/**
 * Ends a process left behind by an earlier run, only if it is still the very one we recorded.
 * @param {{pid: number, mark: string}} recorded
 */
export async function endLeftover(recorded) {
  if (recorded.mark === undefined || startMark(recorded.pid) !== recorded.mark) return;
  signalProcess(recorded.pid, "SIGTERM");
  if (await waitForExit(recorded.pid, 5000)) return;
  // Children lead their own process group, so their own children go with them.
  if (!signalProcess(-recorded.pid, "SIGKILL")) signalProcess(recorded.pid, "SIGKILL");
  await waitForExit(recorded.pid, 5000);
}
