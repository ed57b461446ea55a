import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tryLock } from "@/scripts/lock.mjs";
import { endLeftover, isAlive, startMark } from "@/scripts/process-identity.mjs";

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "kairos-lock-"));
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function lockFile(name: string, content?: string): string {
  const file = path.join(folder, name);
  if (content !== undefined) fs.writeFileSync(file, content);
  return file;
}

test("a lock is held until it is released", () => {
  const file = lockFile("held");
  const first = tryLock(file);
  expect(first.ok).toBe(true);
  expect(tryLock(file)).toEqual({
    ok: false,
    holder: { pid: process.pid, mark: startMark(process.pid) },
  });
  if (first.ok) first.release();
  const second = tryLock(file);
  expect(second.ok).toBe(true);
  if (second.ok) second.release();
  expect(fs.readdirSync(folder)).toEqual([]);
});

test.each([
  ["a dead process", JSON.stringify({ pid: 2 ** 22 - 1, mark: "1" })],
  ["a pid that another process has now", JSON.stringify({ pid: process.pid, mark: "1" })],
  ["a process killed while writing", ""],
])("a lock left by %s is taken over", (name, content) => {
  const lock = tryLock(lockFile(name.replaceAll(" ", "-"), content));
  expect(lock.ok).toBe(true);
});

test("a leftover process is ended only when it is the one that was recorded", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true });
  const pid = child.pid ?? 0;
  await endLeftover({ pid, mark: "1" });
  expect(isAlive(pid)).toBe(true);
  await endLeftover({ pid, mark: startMark(pid) ?? "" });
  expect(isAlive(pid)).toBe(false);
});
