import { database } from "@/db/client";
import { haltOf, journalsFolder } from "../delivery";

export interface Readiness {
  status: "ready" | "not_ready";
  database: "ok" | "unreachable";
  /** `halted`: nothing is sent until an operator runs `resume-sending`. */
  sending: "on" | "halted";
}

/** Whether this process can do its work now: the database answers under its own role. */
export async function readiness(): Promise<Readiness> {
  const sending = haltOf(journalsFolder()) ? "halted" : "on";
  try {
    await database().pool.query("select 1 from workspaces limit 1");
    return { status: "ready", database: "ok", sending };
  } catch {
    return { status: "not_ready", database: "unreachable", sending };
  }
}
