import { expect, test } from "vitest";
import { newId, sha256 } from "../kernel";
import type { BlobStore } from "./blob-store";

async function* chunks(...parts: string[]) {
  for (const part of parts) yield new TextEncoder().encode(part);
}

async function textOf(store: BlobStore, key: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of await store.read(key)) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts).toString("utf8");
}

/** What every blob store has to do, whatever it stores in. */
export function blobStoreContract(open: () => BlobStore): void {
  const key = () => `${newId()}/${newId()}`;

  test("what was written is read back, with its size and hash", async () => {
    const [store, at] = [open(), key()];
    const written = await store.write(at, { stream: chunks("Grüße ", "an alle"), maxBytes: 99 });
    expect(written).toEqual({ size: 15, sha256: sha256("Grüße an alle") });
    expect(await textOf(store, at)).toBe("Grüße an alle");
  });

  test("an empty file is a file", async () => {
    const [store, at] = [open(), key()];
    expect((await store.write(at, { stream: chunks(), maxBytes: 1 })).size).toBe(0);
    expect(await textOf(store, at)).toBe("");
  });

  test("past its limit nothing is kept", async () => {
    const [store, at] = [open(), key()];
    const attempt = store.write(at, { stream: chunks("1234", "5"), maxBytes: 4 });
    await expect(attempt).rejects.toMatchObject({ code: "UPLOAD_TOO_LARGE" });
    await expect(store.read(at)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("an upload that breaks off leaves nothing", async () => {
    const [store, at] = [open(), key()];
    async function* broken() {
      yield new Uint8Array(3);
      throw new Error("The connection was closed.");
    }
    await expect(store.write(at, { stream: broken(), maxBytes: 9 })).rejects.toThrow("closed");
    await expect(store.read(at)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a full disk is told as such", async () => {
    async function* full() {
      yield new Uint8Array(1);
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    }
    const attempt = open().write(key(), { stream: full(), maxBytes: 9 });
    await expect(attempt).rejects.toMatchObject({ code: "DISK_FULL" });
  });

  test("removing removes, and removing nothing is no error", async () => {
    const [store, at] = [open(), key()];
    await store.write(at, { stream: chunks("x"), maxBytes: 1 });
    await store.remove(at);
    await expect(store.read(at)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await store.remove(at);
  });

  test.each(["../etc/passwd", "/etc/passwd", "a/../../b", "", "A B", "a//b"])(
    "the key %j opens nothing",
    async (bad) => {
      await expect(open().read(bad)).rejects.toMatchObject({ code: "NOT_FOUND" });
    },
  );
}
