import { LEASH } from "./files.mjs";
import { lastLines, Refusal } from "./refusal.mjs";
import { runStep } from "./run-step.mjs";

/** Not chosen yet when the check runs; the application only looks at its length. */
const SECRET_TO_COME = "0".repeat(32);

/**
 * Refuses an environment that the application would refuse, in its own sentence. The supervisor
 * would otherwise start processes again and again that cannot live.
 */
export async function checkEnvironment(environment, { signal } = {}) {
  const entry = "server/kernel/check-env.ts";
  const command = [process.execPath, "--import", LEASH, "--import", "tsx", entry];
  // NODE_ENV is the supervisor's to set, whatever a shell says.
  const env = { APP_SECRET: SECRET_TO_COME, ...environment, NODE_ENV: "production" };
  const { code, output } = await runStep(command, { env, signal });
  if (code === 0) return;
  const reason = lastLines(output) || `The environment could not be checked (code ${code}).`;
  throw new Refusal(reason, "ENVIRONMENT_INVALID");
}
