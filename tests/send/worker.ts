/**
 * One process that sends as the worker does while it is told to work, and is quiet while it rests: over all
 * rounds the same one, as a worker is up for weeks. Environment: SMTP_URL, CONNECTIONS, DKIM_PEM.
 */
import { hostname } from "node:os";
import { openDatabase } from "@/db/client";
import { journalsFolder, openWays, startSender } from "@/server/delivery";
import { dkimKey } from "@/server/delivery/dkim";
import { clock, env, newId } from "@/server/kernel";
import { collectEarly } from "@/server/worker/heap";
import { openSigningThread } from "@/server/worker/signing";
import { SENDER } from "./letter";

/** What the process is told; it answers each with its figures. */
export type WorkerWord = "work" | "rest" | "figures";

export interface WorkerFigures {
  /** The most since it was last asked. */
  rssMb: number;
  /** Of the whole process until now. */
  cpuMs: number;
}

collectEarly();
const { SMTP_URL: url = "", APP_DATABASE_URL: databaseUrl = "" } = env();
const connections = Number(process.env.CONNECTIONS ?? "20");
const key = dkimKey({ ...SENDER, pem: process.env.DKIM_PEM ?? "" });
const sending = openDatabase(databaseUrl, { max: 10, isSteady: true });
const ways = openWays({ url, isLocalMailbox: false }, { connections, signer: key });

const signing = openSigningThread();

const start = () =>
  startSender(
    {
      inWorkspace: sending.inWorkspace,
      inPlatform: sending.inPlatform,
      now: clock.now,
      ways,
      sign: signing.sign,
      journals: journalsFolder(),
      workerId: newId(),
      host: hostname(),
      version: process.version,
      onEnd: () => process.exit(1),
    },
    { connections },
  );
let sender: Awaited<ReturnType<typeof startSender>> | null = null;

let most = 0;
setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 250).unref();

function figures(): WorkerFigures {
  const { user, system } = process.cpuUsage();
  const told = { rssMb: Math.round(most / 1024 / 1024), cpuMs: (user + system) / 1_000 };
  most = 0;
  return told;
}

async function rest(): Promise<void> {
  await sender?.stop();
  sender = null;
}

async function answer(word: WorkerWord): Promise<WorkerFigures> {
  if (word === "work") sender ??= await start();
  else if (word === "rest") await rest();
  return figures();
}

process.on("message", (word: WorkerWord) => {
  void answer(word).then((told) => process.send?.(told));
});
async function stop(): Promise<void> {
  await rest();
  await sending.close();
  process.exit(0);
}
process.once("SIGTERM", () => void stop());
process.on("disconnect", () => void stop());
process.send?.("ready");
