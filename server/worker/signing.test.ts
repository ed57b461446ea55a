import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { openSigningThread } from "./signing";

const keys = [1, 2].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey);
const [first, second] = keys as [(typeof keys)[0], (typeof keys)[0]];
const opened: ReturnType<typeof openSigningThread>[] = [];

function open() {
  const thread = openSigningThread();
  opened.push(thread);
  return thread;
}

afterEach(async () => {
  for (const thread of opened.splice(0)) await thread.close();
});

const holds = (data: string, key: typeof first, signature: string) =>
  verify("sha256", Buffer.from(data), createPublicKey(key), Buffer.from(signature, "base64"));

describe("a thread that signs", () => {
  it("gives each its own signature, whatever their keys and order", async () => {
    const { sign } = open();
    const asked = Array.from({ length: 40 }, (_, n) => ({
      data: `Hällo ${n}`,
      key: n % 3 ? first : second,
    }));
    const signatures = await Promise.all(asked.map(({ data, key }) => sign(data, key)));
    for (const [at, { data, key }] of asked.entries()) {
      expect(holds(data, key, signatures[at] ?? "")).toBe(true);
      expect(holds(data, key === first ? second : first, signatures[at] ?? "")).toBe(false);
    }
  });

  it("is stood in for when it ends, also for what it had not answered", async () => {
    const { sign, close } = open();
    const before = sign("before", first);
    await close();
    expect(holds("before", first, await before)).toBe(true);
    expect(holds("after", first, await sign("after", first))).toBe(true);
  });
});
