/** One sender as the worker runs it; environment: SMTP_URL, CONNECTIONS, DKIM_PEM. */
import { hostname } from "node:os";
import { openDatabase } from "@/db/client";
import { journalsFolder, openWays, startSender } from "@/server/delivery";
import { dkimKey } from "@/server/delivery/dkim";
import { clock, env, newId } from "@/server/kernel";
import { collectEarly } from "@/server/worker/heap";
import { openSigningThread } from "@/server/worker/signing";
import { SENDER } from "./letter";

collectEarly();
const { SMTP_URL: url = "", APP_DATABASE_URL: databaseUrl = "" } = env();
const connections = Number(process.env.CONNECTIONS ?? "20");
const key = dkimKey({ ...SENDER, pem: process.env.DKIM_PEM ?? "" });
const sending = openDatabase(databaseUrl, { max: 10, isSteady: true });
const ways = openWays({ url, isLocalMailbox: false }, { connections, signer: key });

const signing = openSigningThread();
const sender = await startSender(
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
process.send?.("ready");

let most = 0;
setInterval(() => {
  most = Math.max(most, process.memoryUsage().rss);
}, 250).unref();

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ rssMb: Math.round(most / 1024 / 1024), cpuMs: (user + system) / 1_000 });
  most = 0;
});
async function stop(): Promise<void> {
  await sender.stop();
  await sending.close();
  process.exit(0);
}
process.once("SIGTERM", () => void stop());
process.on("disconnect", () => void stop());
