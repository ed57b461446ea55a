import { json } from "@/server/http";

export const dynamic = "force-dynamic";

/** The process answers. Says nothing about what it depends on. */
export function GET(): Response {
  return json({ status: "live" });
}
