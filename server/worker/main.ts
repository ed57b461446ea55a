/** The background process: works the job queues and sends messages. One or many may run. */

import { database } from "@/db/client";
import { startWorking } from "../jobs";
import { logger } from "../kernel";
import { handlers } from "./handlers";
import { collectEarly } from "./heap";
import { startSending } from "./sending";

collectEarly();
const log = logger("worker");
/** After this, whatever still runs is left to leases and job expiry, which are made for it. */
const STOP_WITHIN_MS = 25_000;

async function main(): Promise<void> {
  // Beside each other: what keeps mail from leaving must not keep jobs from running.
  const sending = startSending(die);
  const working = startWorking(database().pool, handlers, (job, error) =>
    log.error({ job, err: error }, "job failed"),
  );
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info("worker stopping");
    setTimeout(() => {
      log.warn("worker did not finish in time");
      process.exit(0);
    }, STOP_WITHIN_MS).unref();
    await Promise.all([sending.stop(), working.then((work) => work.stop())]);
    await database().close();
    log.info("worker stopped");
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
  await working;
  log.info("worker started");
}

/** What nobody caught leaves the process in an unknown state; the supervisor starts a fresh one. */
function die(error: unknown): void {
  log.fatal({ err: error }, "worker failed");
  process.exit(1);
}
process.on("uncaughtException", die);
process.on("unhandledRejection", die);

main().catch(die);
