import { expect, test } from "vitest";
import { coalesce } from "./coalesce";

test("what arrives during a run goes together into the next", async () => {
  const runs: number[][] = [];
  const gates: (() => void)[] = [];
  const double = coalesce<number, number>(async (items) => {
    runs.push([...items]);
    await new Promise<void>((resolve) => gates.push(resolve));
    return items.map((item) => item * 2);
  });
  const first = double(1);
  const rest = [double(2), double(3)];
  gates.shift()?.();
  expect(await first).toBe(2);
  gates.shift()?.();
  expect(await Promise.all(rest)).toEqual([4, 6]);
  expect(runs).toEqual([[1], [2, 3]]);
});

test("a failure fails its run and no other", async () => {
  const run = coalesce<string, string>(async (items) => {
    if (items.includes("bad")) throw new Error("no");
    return items;
  }, 1);
  await expect(Promise.allSettled([run("a"), run("bad"), run("b")])).resolves.toMatchObject([
    { status: "fulfilled", value: "a" },
    { status: "rejected" },
    { status: "fulfilled", value: "b" },
  ]);
});
