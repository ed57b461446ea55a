import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Why a sender's life is over: it was declared dead; the database was put back; or it is not known whether it was,
 * as a machine that has sent lately says nothing.
 */
export type EndReason = "ended" | "rewound" | "unheard";

/** Why this machine sends nothing until somebody has looked. */
export interface Halt {
  reason: Exclude<EndReason, "ended">;
  at: string;
}

const fileIn = (folder: string) => path.join(folder, "HALTED.json");

/**
 * Stops all sending from this machine, over restarts: the database was put back to an earlier moment, or
 * nobody can say that it was not, so it may take for unsent what has left. An operator looks at it and runs `npm run admin -- resume-sending`.
 */
export function halt(folder: string, reason: Halt["reason"], at: Date): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const told: Halt = { reason, at: at.toISOString() };
  writeFileSync(fileIn(folder), `${JSON.stringify(told)}\n`, { mode: 0o600 });
}

/** Null when sending is not halted. */
export function haltOf(folder: string): Halt | null {
  try {
    return JSON.parse(readFileSync(fileIn(folder), "utf8")) as Halt;
  } catch {
    return null;
  }
}

/** Lets this machine send again. */
export function liftHalt(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}
