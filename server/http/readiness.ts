import { database } from "@/db/client";

export interface Readiness {
  status: "ready" | "not_ready";
  database: "ok" | "unreachable";
}

/** Whether this process can do its work now: the database answers under its own role. */
export async function readiness(): Promise<Readiness> {
  try {
    await database().pool.query("select 1 from workspaces limit 1");
    return { status: "ready", database: "ok" };
  } catch {
    return { status: "not_ready", database: "unreachable" };
  }
}
