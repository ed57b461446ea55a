/**
 * One sender that dies when it is told to, at a named point of a message's way. It is bundled before it
 * runs: quick to start again, and a mutant is another bundle. Environment: CHAOS (JSON, see WorkerOrders).
 */
import { hostname } from "node:os";
import { openDatabase } from "@/db/client";
import { journalsFolder } from "@/server/delivery/journal";
import { startSender } from "@/server/delivery/sender";
import { openWays } from "@/server/delivery/ways";
import { clock, env } from "@/server/kernel";
import { type Death, EXIT, type Order, type Word, type WorkerOrders } from "./chaos-orders";

const orders = JSON.parse(process.env.CHAOS ?? "{}") as WorkerOrders;
const { APP_DATABASE_URL: databaseUrl = "" } = env();
const { connections, leaseSeconds } = orders;
const sending = openDatabase(databaseUrl, { max: 6, isSteady: true });
const ways = openWays(
  { url: `smtp://127.0.0.1:${orders.port}`, isLocalMailbox: false },
  { connections, timeouts: { connect: 2_000, socket: 2_500 } },
);
let death: Death | null = null;
let isToStand = false;
const tell = (word: Word) => process.send?.(word);

const sender = await startSender(
  {
    inWorkspace: sending.inWorkspace,
    inPlatform: sending.inPlatform,
    now: clock.now,
    ways,
    journals: journalsFolder(),
    workerId: orders.workerId,
    host: hostname(),
    version: process.version,
    // Whoever is declared dead should go; what it still does until then must not count.
    onEnd: (reason) => void setTimeout(() => process.exit(EXIT[reason]), orders.lingerMs),
    passing: (point, messageId) => {
      if (isToStand && point === "data" && messageId) {
        isToStand = false;
        tell({ standsWith: messageId });
        process.kill(process.pid, "SIGSTOP");
      }
      if (death?.point !== point) return;
      death.nth -= 1;
      if (death.nth <= 0) process.kill(process.pid, "SIGKILL");
    },
  },
  { connections, leaseSeconds, beatMs: 500, retryBase: 40, pollMs: 100, drainMs: 1_500 },
).catch(() => process.exit(EXIT.notStarted));
process.on("message", (told) => {
  const order = told as Order;
  if (order === "stand still") isToStand = true;
  else death = order;
});
process.on("disconnect", () => process.exit(EXIT.stopped));
process.once("SIGTERM", () => {
  void sender.stop().then(() => {
    ways.close();
    process.exit(EXIT.stopped);
  });
});
tell("ready");
