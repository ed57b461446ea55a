import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second, as Linux counts them for programs. */
const TICKS = 100;

interface Counted {
  parent: number;
  own: number;
  /** Of children that have ended and were waited for. */
  ended: number;
}

function counted(pid: number): Counted | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [parent = 0] = fields.slice(1);
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
    return { parent, own: user + system, ended: childUser + childSystem };
  } catch {
    return null;
  }
}

/**
 * Processor time of a process and its children, in milliseconds, those that have ended included. NaN
 * where the system does not tell.
 */
export function cpuOfTree(pid: number): number {
  const root = counted(pid);
  if (!root) return Number.NaN;
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => counted(Number(name)) ?? [])
    .filter((one) => one.parent === pid);
  const ticks = children.reduce((sum, one) => sum + one.own + one.ended, root.own + root.ended);
  return (ticks * 1_000) / TICKS;
}
