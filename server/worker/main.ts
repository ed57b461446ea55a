/** The background process: works the job queues and sends messages. One or many may run. */

import { hostname } from "node:os";
import { database, openDatabase } from "@/db/client";
import { halt, haltOf, journalsFolder, openWays, startSender } from "../delivery";
import { startWorking } from "../jobs";
import { clock, env, logger, newId } from "../kernel";
import { handlers } from "./handlers";
import { collectEarly } from "./heap";
import { openSigningThread } from "./signing";

collectEarly();
const log = logger("worker");
/** To the database, for sending alone. */
const DATABASE_CONNECTIONS = 10;
/** After this, whatever still runs is left to leases and job expiry, which are made for it. */
const STOP_WITHIN_MS = 25_000;

/** The sender has connections of its own: a busy import must not make a message wait for one. */
async function startSending(): Promise<{ stop: () => Promise<void> } | null> {
  const { SMTP_URL: smtpUrl, MAILBOX_DIR: mailbox, APP_DATABASE_URL: url } = env();
  const { SMTP_CONNECTIONS: connections, SMTP_PER_SECOND: perSecond } = env();
  const journals = journalsFolder();
  if (!smtpUrl || !url) {
    log.warn("no SMTP_URL: nothing is sent");
    return null;
  }
  if (haltOf(journals)) {
    log.fatal(
      "sending is halted: the database was put back, or may have been; see docs/sending.md",
    );
    const look = setInterval(() => {
      if (!haltOf(journals)) die(new Error("Sending may go on: this worker starts afresh."));
    }, 2_000);
    return { stop: async () => clearInterval(look) };
  }
  const sending = openDatabase(url, { max: DATABASE_CONNECTIONS, isSteady: true });
  const server = { url: smtpUrl, isLocalMailbox: mailbox !== undefined, perSecond };
  const ways = openWays(server, { connections });
  const signing = openSigningThread();
  const sender = await startSender(
    {
      inWorkspace: sending.inWorkspace,
      inPlatform: sending.inPlatform,
      now: clock.now,
      ways,
      sign: signing.sign,
      journals,
      workerId: newId(),
      host: hostname(),
      version: process.version,
      onEnd: (reason) => {
        if (reason !== "ended") halt(journals, reason, clock.now());
        die(new Error(`This worker's life is over: ${reason}.`));
      },
    },
    { connections },
  );
  return {
    stop: async () => {
      await sender.stop();
      await signing.close();
      await sending.close();
    },
  };
}

async function main(): Promise<void> {
  const sender = await startSending();
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
