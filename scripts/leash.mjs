import { isMainThread } from "node:worker_threads";

/**
 * Loaded first into every child of the supervisor (`node --import`): when the supervisor is gone,
 * even by kill -9, its channel breaks and the child ends in order instead of living on unwatched.
 */
const GRACE = 60_000;

// Node hands --import on to what a child forks; those have a channel of their own purpose.
if (isMainThread && process.channel && process.env.KAIROS_PARENT === String(process.ppid)) {
  process.once("disconnect", () => {
    // The child's own handler finishes its work; the timer is for a child that cannot.
    endOwnGroup();
    setTimeout(() => process.exit(1), GRACE).unref();
  });
  // Listening for the end must not itself keep the process alive.
  process.channel.unref();
}

// The child leads its process group, so what it started itself hears of the end too.
function endOwnGroup() {
  try {
    process.kill(-process.pid, "SIGTERM");
  } catch {
    process.kill(process.pid, "SIGTERM");
  }
}
