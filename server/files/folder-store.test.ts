import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { blobStoreContract } from "./blob-store.contract";
import { folderStore } from "./folder-store";

const folder = mkdtempSync(path.join(os.tmpdir(), "kairos-blobs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a folder as blob store", () => {
  blobStoreContract(() => folderStore(folder));

  test("leaves no draft behind and lets nobody else read", () => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => path.join(folder, name))
      .filter((name) => statSync(name).isFile());
    expect(files.filter((name) => name.endsWith(".part"))).toEqual([]);
    expect(files.every((name) => (statSync(name).mode & 0o077) === 0)).toBe(true);
  });
});
