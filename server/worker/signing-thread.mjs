/** The other side of `signing.ts`: signs what it is sent, batch by batch. Plain, so that it starts at once. */
import { sign } from "node:crypto";
import { parentPort } from "node:worker_threads";

/** @type {Map<number, import("node:crypto").KeyObject>} */
const keys = new Map();

parentPort?.on(
  "message",
  /** @param {import("./signing").SigningBatch} batch */ ({ fresh, jobs }) => {
    for (const { id, key } of fresh) keys.set(id, key);
    const signatures = jobs.map(({ keyId, data }) => {
      const key = keys.get(keyId);
      return key ? sign("sha256", Buffer.from(data, "utf8"), key).toString("base64") : null;
    });
    parentPort?.postMessage(signatures);
  },
);
