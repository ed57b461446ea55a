import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bareEnvironment, makeStandIn, type StandIn } from "../support/stand-in";

let copy: StandIn;

beforeAll(async () => {
  copy = await makeStandIn();
});

afterAll(() => copy.remove());

function admin(...args: string[]) {
  const { stdout, status } = spawnSync("npm", ["run", "admin", "--", ...args], {
    cwd: copy.folder,
    env: bareEnvironment(),
    encoding: "utf8",
    timeout: 60_000,
  });
  // The whole of stdout must be one JSON object: npm's banner in front of it would not parse.
  return { result: JSON.parse(stdout), status };
}

function databaseRuns(): boolean {
  return fs.existsSync(path.join(copy.dataDir, "postgres", "postmaster.pid"));
}

test("without an instance a command starts the database and stops it again", () => {
  const { result, status } = admin("create-owner", "--email", "a@b.example");
  expect(result).toEqual({
    command: "create-owner",
    base: "http://localhost:3000",
    hasAdmin: true,
  });
  expect(status).toBe(0);
  expect(databaseRuns()).toBe(false);
});

test("a command that fails prints its coded error and nothing else", () => {
  const { result, status } = admin("fail");
  expect(result).toEqual({ error: { code: "VALIDATION", message: "No." } });
  expect(status).not.toBe(0);
});

test("health of nothing is an error", () => {
  const { result, status } = admin("health");
  expect(result.error.code).toBe("NOT_RUNNING");
  expect(status).toBe(1);
});

test("with an instance a command finds it through the data folder", async () => {
  const running = copy.start();
  await running.ready();
  const { result, status } = admin("health");
  expect(result).toEqual({
    command: "health",
    base: `http://localhost:${copy.port}`,
    hasAdmin: true,
  });
  expect(status).toBe(0);
  expect(databaseRuns()).toBe(true);
  running.process.kill("SIGTERM");
  expect(await running.exit()).toBe(0);
});
