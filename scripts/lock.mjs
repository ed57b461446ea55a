import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startMark } from "./process-identity.mjs";

/**
 * Takes a lock file that dies with its holder: it names a pid and that process's start time.
 * @param {string} file
 * @returns {{ok: true, release: () => void} | {ok: false, holder: {pid: number}}}
 */
export function tryLock(file) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const own = `${file}.${process.pid}`;
  const text = JSON.stringify({ pid: process.pid, mark: startMark(process.pid) });
  writeFileSync(own, text, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (linkOnce(own, file)) return { ok: true, release: () => release(file, text) };
      const held = readText(file);
      const holder = parse(held);
      if (holder && startMark(holder.pid) === holder.mark) return { ok: false, holder };
      if (held !== undefined) removeStale(file, held);
    }
    return { ok: false, holder: parse(readText(file)) ?? { pid: 0 } };
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Waits for the lock, runs the work under it, and gives it back.
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {{onWait: () => void, signal?: AbortSignal}} options
 * @returns {Promise<T>}
 * @template T
 */
export async function withLock(file, work, { onWait, signal }) {
  let lock = tryLock(file);
  if (!lock.ok) onWait();
  while (!lock.ok) {
    await sleep(300, undefined, { signal });
    lock = tryLock(file);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

// link() creates the file with its content in one step: nobody ever reads a half-written lock.
function linkOnce(own, file) {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

// Moving it aside first shows whether it is still the stale one; a fresh lock is put back.
function removeStale(file, held) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  if (readText(aside) !== held) linkOnce(aside, file);
  rmSync(aside, { force: true });
}

function release(file, text) {
  if (readText(file) === text) rmSync(file, { force: true });
}

function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function parse(text) {
  try {
    const holder = JSON.parse(text ?? "");
    return Number.isInteger(holder.pid) && holder.mark ? holder : undefined;
  } catch {
    return undefined;
  }
}
