import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { startMark } from "@/scripts/process-identity.mjs";
import type { JournalOwner } from "./journal.core";

/** Names this run of the machine. Where nothing names it, the minute it began. */
function bootMark(): string {
  const file = "/proc/sys/kernel/random/boot_id";
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  return `${hostname()} ${Math.round((Date.now() / 1_000 - uptime()) / 60)}`;
}

/** Where a process number means the same process: this host, and in it this container. */
function spaceMark(): string {
  const link = "/proc/self/ns/pid";
  return `${hostname()} ${existsSync(link) ? readlinkSync(link) : ""}`;
}

/** Who writes a journal that this process opens. */
export function ownerOfThis(workerId: string): JournalOwner {
  const { pid } = process;
  return {
    workerId,
    pid,
    mark: startMark(pid) ?? "",
    boot: bootMark(),
    space: spaceMark(),
  };
}

/**
 * What can be said of a journal's writer. `running`: it lives. `gone`: it does not, and all that it
 * wrote is there. `fallen`: it does not, and the machine fell since, so lines may be missing.
 * `out of sight`: its process belongs to another host or container, or has no mark; only its lease
 * says whether it lives.
 */
export type Standing = "running" | "gone" | "fallen" | "out of sight";

export function standingOf(
  owner: JournalOwner | null,
  here: Pick<JournalOwner, "boot" | "space"> = ownerOfThis(""),
): Standing {
  if (!owner || owner.space !== here.space || owner.mark === "") return "out of sight";
  if (owner.boot !== here.boot) return "fallen";
  return startMark(owner.pid) === owner.mark ? "running" : "gone";
}
