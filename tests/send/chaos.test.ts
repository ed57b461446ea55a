import { expect, test } from "vitest";
import { CRASH_POINTS } from "@/server/delivery/crash-points";
import { chaos } from "./chaos-child";

test("nothing is lost and nothing comes twice while everything around the sender fails", {
  timeout: 180_000,
}, async () => {
  const { code, report, output } = await chaos({
    messages: 1_200,
    seed: 7,
    // Other tests have the processors too; alone it takes half of this.
    seconds: 90,
    within: 170,
  });
  expect(report.violations, output).toEqual([]);
  expect(code).toBe(0);
  expect(report).toMatchObject({ messages: 1_200, lost: 0, duplicated: 0, unexpected: 0 });
  // It was an attack: every point of the way, the database, and people who changed their mind.
  expect(Object.keys(report.killsBy)).toEqual(expect.arrayContaining([...CRASH_POINTS]));
  expect(report.databaseRestarts).toBeGreaterThan(0);
  expect(report.objections).toBeGreaterThan(20);
  expect(report.accepted).toBeGreaterThan(600);
});
