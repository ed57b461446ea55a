import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { asAdmin, testDatabase } from "@/tests/support/database";
import { workerDatabase } from "@/tests/support/workspace";
import { openDatabase } from "./client";

test("a connection that ends between two statements fails its transaction and nothing else", async () => {
  const db = await workerDatabase();
  const broken = db.inPlatform({}, async (tx) => {
    const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    await asAdmin((client) => client.query("select pg_terminate_backend($1)", [rows[0]?.pid]));
    // Its end arrives while nobody waits for an answer: an error event without a listener ends a process.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await tx.execute(sql`select 1`);
  });
  await expect(broken).rejects.toThrow();
  const { rows } = await db.inPlatform({}, (tx) => tx.execute(sql`select 1 as one`));
  expect(rows).toEqual([{ one: 1 }]);
});

test("a connection that is gone when a transaction begins takes no place in the pool", async () => {
  const db = openDatabase((await testDatabase()).workerUrl, { max: 1 });
  const pidOf = () =>
    db.inPlatform({}, async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      return rows[0]?.pid;
    });
  const pid = await pidOf();
  // Handed out just before its end is noticed.
  const early = db.pool.connect;
  db.pool.connect = (async () => {
    db.pool.connect = early;
    const client = await db.pool.connect();
    await asAdmin((admin) => admin.query("select pg_terminate_backend($1)", [pid]));
    await new Promise((resolve) => setTimeout(resolve, 200));
    return client;
  }) as typeof early;
  await expect(pidOf()).rejects.toThrow();
  expect(await pidOf()).not.toBe(pid);
  await db.close();
});
