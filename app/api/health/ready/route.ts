import { json, readiness } from "@/server/http";

export const dynamic = "force-dynamic";

/** 200 when the database answers and is migrated; 503 with the failing part otherwise. */
export async function GET(): Promise<Response> {
  const state = await readiness();
  return json(state, state.status === "ready" ? 200 : 503);
}
