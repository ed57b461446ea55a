/** The local mailbox: an SMTP server that keeps what it gets. Started only without an SMTP_URL. */
import { clock, env, logger } from "../kernel";
import { startSink } from "./sink";

const log = logger("mailbox");

async function main(): Promise<void> {
  const { MAILBOX_DIR: folder, MAILBOX_SMTP_PORT: port } = env();
  if (!folder || !port) throw new Error("MAILBOX_DIR and MAILBOX_SMTP_PORT must be set.");
  const sink = await startSink({ folder, port, clock });
  log.info({ port: sink.port }, "mailbox listens");
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    await sink.close();
    process.exit(0);
  };
  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, "mailbox could not start");
  process.exit(1);
});
