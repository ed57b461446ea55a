import type { KeyObject } from "node:crypto";
import { Worker } from "node:worker_threads";
import { type Sign, signInPool } from "../delivery";

/** What the thread is sent: keys it has not seen, and texts. It answers with as many signatures, in order. */
export interface SigningBatch {
  fresh: { id: number; key: KeyObject }[];
  jobs: { keyId: number; data: string }[];
}

/**
 * As many go over together as make up for the cost of a message between threads, and no more: all that is
 * asked for in one batch would be answered in one, and one side would wait for the other in turn.
 */
const BATCH = 8;

interface Waiting {
  data: string;
  key: KeyObject;
  resolve(signature: string | null): void;
}

/**
 * A thread that does nothing but sign, for a process that signs all day. What is asked for in one turn of the
 * event loop goes over together. The pool wakes a thread for each signature, which on a machine of few cores
 * takes the place of the event loop. Should the thread end, the pool signs instead: no letter fails for it.
 */
export function openSigningThread(): { sign: Sign; close(): Promise<void> } {
  const thread = new Worker(new URL("./signing-thread.mjs", import.meta.url), { execArgv: [] });
  const keyIds = new WeakMap<KeyObject, number>();
  let count = 0;
  let isOver = false;
  let gathered: Waiting[] = [];
  /** Sent over and not answered yet, batch by batch. */
  const sent: Waiting[][] = [];

  function end(): void {
    isOver = true;
    for (const one of [...sent.splice(0).flat(), ...gathered.splice(0)]) one.resolve(null);
  }

  function flush(): void {
    if (isOver || gathered.length === 0) return;
    const fresh: SigningBatch["fresh"] = [];
    const jobs = gathered.map(({ data, key }) => {
      const known = keyIds.get(key);
      if (known !== undefined) return { keyId: known, data };
      count += 1;
      keyIds.set(key, count);
      fresh.push({ id: count, key });
      return { keyId: count, data };
    });
    sent.push(gathered);
    gathered = [];
    thread.postMessage({ fresh, jobs } satisfies SigningBatch);
  }

  thread.on("message", (signatures: (string | null)[]) => {
    const batch = sent.shift() ?? [];
    for (const [at, one] of batch.entries()) one.resolve(signatures[at] ?? null);
  });
  thread.on("error", end);
  thread.on("exit", end);
  thread.unref();

  return {
    sign: async (data, key) => {
      const signature = isOver
        ? null
        : await new Promise<string | null>((resolve) => {
            if (gathered.length === 0) setImmediate(flush);
            gathered.push({ data, key, resolve });
            if (gathered.length === BATCH) flush();
          });
      return signature ?? signInPool(data, key);
    },
    close: async () => {
      end();
      await thread.terminate();
    },
  };
}
