import { env } from "../kernel";
import { CommandError } from "./command";

/** `health`: what the running web process says of itself; fails when it is not ready. */
export async function healthCommand() {
  const address = `http://127.0.0.1:${env().PORT}/api/health/ready`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  if (!answer) throw new CommandError("NOT_RUNNING", "The web process does not answer.");
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new CommandError("NOT_READY", "The web process cannot reach its database.");
  return { address: env().BASE_URL, ...(body !== null && typeof body === "object" ? body : {}) };
}
