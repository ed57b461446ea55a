import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { embeddedUrl } from "@/scripts/postgres.mjs";
import { isAlive } from "@/scripts/process-identity.mjs";
import { loadSecrets } from "@/scripts/secrets.mjs";
import { freePort, makeStandIn, type StandIn, type Started, until } from "../support/stand-in";

let copy: StandIn;
let running: Started | undefined;

beforeAll(async () => {
  copy = await makeStandIn();
});

afterEach(async () => {
  running?.process.kill("SIGTERM");
  await running?.exit();
  running = undefined;
});

afterAll(() => copy.remove());

async function up(env?: Record<string, string>): Promise<Started> {
  running = copy.start(env);
  await running.ready();
  return running;
}

async function countStarts(): Promise<number> {
  const url = embeddedUrl(copy.dataDir, loadSecrets(copy.dataDir).databasePassword);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("select count(*)::int as n from starts");
  await client.end();
  return rows[0].n;
}

async function ask(port = copy.port) {
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } });
  return (await response.json()) as { admin: string; own: string; build: string };
}

describe("npm start", () => {
  test("brings everything up; the web gets its own role and never the administrator", async () => {
    const started = await up();
    expect(started.output()).toContain(`Kairos is running at http://localhost:${copy.port}`);
    const { admin, own } = await ask();
    expect(admin).toBe("");
    expect(new URL(own).username).toBe("kairos_web");
  });

  test("Ctrl-C, also twice, stops in order and ends with 0", async () => {
    const started = await up();
    for (const name of ["worker", "mailbox"]) {
      const file = `${name}.up`;
      await until(() => copy.exists(file) && copy.read(file) === String(copy.childPid(name)));
    }
    const before = copy.read("order").trim().split(" ").length;
    const postmaster = copy.postmaster();
    started.process.kill("SIGINT");
    started.process.kill("SIGINT");
    expect(await started.exit()).toBe(0);
    const order = copy.read("order").trim().split(" ").slice(before);
    expect(order).toEqual(["web", "worker", "mailbox"]);
    expect(isAlive(postmaster)).toBe(false);
    expect(copy.read(".data/log/postgres.log").trimEnd()).toMatch(/database system is shut down$/);
  });

  test("builds once, again only when a source changed, and keeps the data", async () => {
    await up();
    const starts = await countStarts();
    running?.process.kill("SIGTERM");
    await running?.exit();
    await up();
    expect(await countStarts()).toBe(starts + 1);
    expect(copy.read(".next/builds")).toBe("x");
  });

  test("a second start on the same data folder is refused in one sentence", async () => {
    const started = await up();
    const second = copy.start({ PORT: String(await freePort()) });
    expect(await second.exit()).toBe(1);
    expect(second.output().trim().split("\n")).toHaveLength(1);
    expect(second.output()).toContain(`already uses the data folder ${copy.dataDir}`);
    expect(second.output()).toContain(`pid ${started.process.pid}`);
  });

  test("a build for changed sources leaves the one a running copy serves alone", async () => {
    await up();
    const { build } = await ask();
    expect(build).toMatch(/^\.next-[0-9a-f]{16}$/);
    expect(copy.exists(`${build}/cache`)).toBe(false);
    const port = await freePort();
    const names = new Set([build]);
    for (const text of ["one", "two", "three"]) {
      writeFileSync(path.join(copy.folder, "proxy.ts"), text);
      const other = copy.start({ PORT: String(port), DATA_DIR: ".data-other" });
      await other.ready();
      names.add((await ask(port)).build);
      other.process.kill("SIGINT");
      await other.exit();
    }
    const left = readdirSync(copy.folder).filter((name) => name.startsWith(".next-"));
    // Four builds: the one in use, and of those nobody uses the newest two.
    expect([names.size, left.length]).toEqual([4, 3]);
    expect(left).toContain(build);
    expect(copy.read(`${build}/builds`)).toBe("x");
    rmSync(path.join(copy.folder, "proxy.ts"));
  });

  test("two copies run side by side", async () => {
    await up();
    const port = await freePort();
    const other = copy.start({ PORT: String(port), DATA_DIR: ".data-other" });
    await other.ready();
    const [one, two] = [await ask(), await ask(port)];
    expect(new URL(one.own).port).not.toBe(new URL(two.own).port);
    other.process.kill("SIGINT");
    expect(await other.exit()).toBe(0);
  });
});

describe("what dies is started again", () => {
  test.each(["web", "worker", "mailbox"])("%s", async (name) => {
    const started = await up();
    const killed = copy.childPid(name);
    process.kill(killed, "SIGKILL");
    await until(() => ![0, killed].includes(copy.childPid(name)));
    expect(started.output()).toContain(`${name} ended (SIGKILL); starting it again in 0.5 s.`);
    const others = ["web", "worker", "mailbox"].filter((other) => other !== name);
    expect(others.every((other) => isAlive(copy.childPid(other)))).toBe(true);
  });

  test("the database, on the same port", async () => {
    await up();
    const { own } = await ask();
    const killed = copy.postmaster();
    process.kill(killed, "SIGKILL");
    await until(() =>
      countStarts().then(
        () => copy.postmaster() !== killed,
        () => false,
      ),
    );
    expect(embeddedUrl(copy.dataDir, "x")).toContain(`:${new URL(own).port}/`);
  });
});

describe("a start after kill -9", () => {
  test("of the supervisor: children end by themselves, the database is taken over", async () => {
    const first = await up();
    const postmaster = copy.postmaster();
    const children = copy.instance().children.map((child) => child.pid);
    first.process.kill("SIGKILL");
    await first.exit();
    await until(() => !children.some((pid) => isAlive(pid)));
    const second = await up();
    expect(second.output()).toContain("Took over the database");
    expect(copy.postmaster()).toBe(postmaster);
  });

  test("of everything at once", async () => {
    const first = await up();
    const starts = await countStarts();
    const pids = copy.instance().children.map((child) => child.pid);
    for (const pid of [first.process.pid ?? 0, ...pids, copy.postmaster()]) {
      process.kill(pid, "SIGKILL");
    }
    await first.exit();
    await up();
    expect(await countStarts()).toBe(starts + 1);
  });
});

describe("refusals: one sentence, code 1", () => {
  test("a taken port", async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(copy.port, "127.0.0.1", resolve));
    const refused = copy.start();
    expect(await refused.exit()).toBe(1);
    expect(refused.output()).toBe(
      `kairos: Port ${copy.port} is taken on 127.0.0.1; stop what uses it or choose another with PORT.\n`,
    );
    await new Promise((resolve) => blocker.close(resolve));
  });

  test.each([
    ["PORT", { PORT: "http" }, /PORT must be a number/],
    ["BASE_URL", { BASE_URL: "example" }, /BASE_URL must be an http or https address/],
    ["what the application refuses", { LOG_LEVEL: "foo" }, /LOG_LEVEL must be another\./],
    ["a short secret", { APP_SECRET: "short" }, /APP_SECRET must have at least 32 characters/],
    [
      "the secret of the example file",
      { APP_SECRET: "replace-me-with-at-least-32-random-characters" },
      /still has the value of \.env\.example/,
    ],
    [
      "a database without a secret",
      { DATABASE_URL: "postgres://u:hidden@127.0.0.1:1/x" },
      /APP_SECRET must be set as well/,
    ],
    [
      "a database that cannot be reached",
      { DATABASE_URL: "postgres://u:hidden@127.0.0.1:1/x", APP_SECRET: "s".repeat(32) },
      /The database at 127\.0\.0\.1:1\/x cannot be reached: nothing listens there\./,
    ],
    [
      "an address that is none",
      { DATABASE_URL: "mysql://u:hidden@h/x", APP_SECRET: "s".repeat(32) },
      /DATABASE_URL must look like/,
    ],
  ])("%s", async (_, env, sentence) => {
    const refused = copy.start(env);
    expect(await refused.exit()).toBe(1);
    expect(refused.output()).toMatch(sentence);
    expect(refused.output().trim().split("\n")).toHaveLength(1);
    expect(refused.output()).not.toContain("hidden");
  });
});
