/** The background process: works the job queues and sends messages. One or many may run. */
import { database } from "@/db/client";
import { startWorking } from "../jobs";
import { logger } from "../kernel";
import { handlers } from "./handlers";

const log = logger("worker");

async function main(): Promise<void> {
  const work = await startWorking(database().pool, handlers, (job, error) =>
    log.error({ job, err: error }, "job failed"),
  );
  log.info("worker started");
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await work.stop();
    await database().close();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, "worker could not start");
  process.exit(1);
});
