/** The background process: works the job queues and sends messages. One or many may run. */
import { database, openDatabase } from "@/db/client";
import { smtpPool, startSender } from "../delivery";
import { startWorking } from "../jobs";
import { clock, env, logger, newId } from "../kernel";
import { handlers } from "./handlers";

const log = logger("worker");
const CONNECTIONS = 10;
/** After this, whatever still runs is left to leases and job expiry, which are made for it. */
const STOP_WITHIN_MS = 25_000;

/** The sender has connections of its own: a busy import must not make a message wait for one. */
function startSending(): { stop: () => Promise<void> } | null {
  const { SMTP_URL: smtpUrl, MAILBOX_DIR: mailbox, APP_DATABASE_URL: url } = env();
  if (!smtpUrl || !url) {
    log.warn("no SMTP_URL: nothing is sent");
    return null;
  }
  const sending = openDatabase(url, CONNECTIONS);
  const sender = startSender(
    {
      inWorkspace: sending.inWorkspace,
      inPlatform: sending.inPlatform,
      now: clock.now,
      smtp: smtpPool(CONNECTIONS),
      smtpUrl,
      isLocalMailbox: mailbox !== undefined,
      workerId: `worker-${newId()}`,
    },
    { connections: CONNECTIONS },
  );
  return {
    stop: async () => {
      await sender.stop();
      await sending.close();
    },
  };
}

async function main(): Promise<void> {
  const sender = startSending();
  const work = await startWorking(database().pool, handlers, (job, error) =>
    log.error({ job, err: error }, "job failed"),
  );
  log.info("worker started");
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info("worker stopping");
    setTimeout(() => {
      log.warn("worker did not finish in time");
      process.exit(0);
    }, STOP_WITHIN_MS).unref();
    await Promise.all([sender?.stop(), work.stop()]);
    await database().close();
    log.info("worker stopped");
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
}

/** What nobody caught leaves the process in an unknown state; the supervisor starts a fresh one. */
function die(error: unknown): void {
  log.fatal({ err: error }, "worker failed");
  process.exit(1);
}
process.on("uncaughtException", die);
process.on("unhandledRejection", die);

main().catch(die);
