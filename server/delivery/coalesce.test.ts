import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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
  const run = coalesce<string, string>(
    async (items) => {
      if (items.includes("bad")) throw new Error("no");
      return items;
    },
    { max: 1 },
  );
  await expect(Promise.allSettled([run("a"), run("bad"), run("b")])).resolves.toMatchObject([
    { status: "fulfilled", value: "a" },
    { status: "rejected" },
    { status: "fulfilled", value: "b" },
  ]);
});

describe("in a stream of calls", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function counting(gathering: { ms: number; enough: number }) {
    const runs: number[] = [];
    const call = coalesce<number, number>(
      async (items) => {
        runs.push(items.length);
        return items;
      },
      { gathering },
    );
    return { runs, call };
  }

  test("a lone call runs at once, and runs keep their distance", async () => {
    const { runs, call } = counting({ ms: 10, enough: 100 });
    await call(1);
    expect(runs).toEqual([1]);
    const more = [call(2), call(3)];
    await vi.advanceTimersByTimeAsync(9);
    expect(runs).toEqual([1]);
    more.push(call(4));
    await vi.advanceTimersByTimeAsync(1);
    expect(await Promise.all(more)).toEqual([2, 3, 4]);
    expect(runs).toEqual([1, 3]);
    await vi.advanceTimersByTimeAsync(20);
    await call(5);
    expect(runs).toEqual([1, 3, 1]);
  });

  test("enough of them do not wait for more", async () => {
    const { runs, call } = counting({ ms: 1_000, enough: 3 });
    await call(1);
    await Promise.all([call(2), call(3), call(4)]);
    expect(runs).toEqual([1, 3]);
  });

  test("whoever takes long is asked less often, if many come, and whoever answers at once is not spared", async () => {
    const runs: number[] = [];
    let takes = 10;
    const call = coalesce<number, number>(
      async (items) => {
        runs.push(items.length);
        await new Promise((resolve) => setTimeout(resolve, takes));
        return items;
      },
      { gathering: { ms: 5, rest: { times: 3, mostMs: 25, from: 2 }, enough: 100 } },
    );
    const first = call(1);
    await vi.advanceTimersByTimeAsync(10);
    await first;
    const next = [call(2), call(3)];
    // Too few for a rest.
    await vi.advanceTimersByTimeAsync(5);
    expect(runs).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(10);
    await Promise.all(next);
    const slow = [call(4)];
    await vi.advanceTimersByTimeAsync(24);
    slow.push(call(5));
    expect(runs).toEqual([1, 2]);
    takes = 1;
    // Three times ten, but no more than 25.
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toEqual([1, 2, 2]);
    await vi.advanceTimersByTimeAsync(1);
    await Promise.all(slow);
    const quick = call(6);
    await vi.advanceTimersByTimeAsync(5);
    expect(runs).toEqual([1, 2, 2, 1]);
    await vi.advanceTimersByTimeAsync(1);
    await quick;
  });
});
