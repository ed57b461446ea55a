import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { testDatabase } from "./database";

/** The real worker process, on this test's database and sink; ended with the test at the latest. */
export async function startWorker(sink: { folder: string; port: number }): Promise<ChildProcess> {
  const { workerUrl, appSecret, rolePrefix } = await testDatabase();
  const child = spawn(process.execPath, ["--import", "tsx", "server/worker/main.ts"], {
    stdio: "ignore",
    env: {
      ...process.env,
      NODE_ENV: "test",
      APP_DATABASE_URL: workerUrl,
      APP_SECRET: appSecret,
      DB_ROLE_PREFIX: rolePrefix,
      SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
      MAILBOX_DIR: sink.folder,
      // Workers of one test share their journals, as those of one machine do.
      DATA_DIR: sink.folder,
      LOG_LEVEL: "silent",
    },
  });
  onTestFinished(() => endWorker(child, "SIGKILL"));
  return child;
}

/** Signals a worker and waits until it is gone. */
export async function endWorker(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}
