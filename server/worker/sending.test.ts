import { expect, test, vi } from "vitest";
import { keepStarting, type Sending } from "./sending";

const QUICK = { firstMs: 10, longestMs: 40, letGoMs: 50 };

/** Something that starts once it has failed so many times. */
function startsAfter(failures: number) {
  const stop = vi.fn(async () => undefined);
  let tries = 0;
  const start = vi.fn(async (): Promise<Sending> => {
    tries += 1;
    if (tries <= failures) throw new Error(`try ${tries}`);
    return { stop };
  });
  return { start, stop };
}

test("what cannot start is tried again after growing pauses, each failure told once", async () => {
  const { start, stop } = startsAfter(5);
  const told: [string, number][] = [];
  const sending = keepStarting(
    start,
    (error, pauseMs) => told.push([String(error), pauseMs]),
    QUICK,
  );
  await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(6));
  expect(told).toEqual([
    ["Error: try 1", 10],
    ["Error: try 2", 20],
    ["Error: try 3", 40],
    ["Error: try 4", 40],
    ["Error: try 5", 40],
  ]);
  expect(stop).not.toHaveBeenCalled();
  await sending.stop();
  expect(stop).toHaveBeenCalledOnce();
});

test("by itself it waits a second first, then two", async () => {
  const pauses: number[] = [];
  const sending = keepStarting(startsAfter(9).start, (_, pauseMs) => pauses.push(pauseMs));
  await vi.waitFor(() => expect(pauses).toEqual([1_000, 2_000]), { timeout: 3_000 });
  await sending.stop();
});

test("a stop ends the wait for the next try at once, and there is none", async () => {
  const { start } = startsAfter(9);
  const onFailure = vi.fn();
  const sending = keepStarting(start, onFailure, { firstMs: 60_000 });
  await vi.waitFor(() => expect(onFailure).toHaveBeenCalledOnce());
  const asked = performance.now();
  await sending.stop();
  expect(performance.now() - asked).toBeLessThan(500);
  expect(start).toHaveBeenCalledOnce();
});

test("a stop is told to a start that is under way, which then is no failure", async () => {
  const onFailure = vi.fn();
  const start = vi.fn(
    (stopping: AbortSignal) =>
      new Promise<Sending>((_, reject) =>
        stopping.addEventListener("abort", () => reject(new Error("stopped"))),
      ),
  );
  const sending = keepStarting(start, onFailure, QUICK);
  await sending.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(start).toHaveBeenCalledOnce();
  expect(onFailure).not.toHaveBeenCalled();
});

test("what starts in the last moment is stopped, and what does not answer is left alone", async () => {
  const stop = vi.fn(async () => undefined);
  const late = keepStarting(
    () => new Promise((resolve) => setTimeout(() => resolve({ stop }), 20)),
    vi.fn(),
    QUICK,
  );
  await late.stop();
  expect(stop).toHaveBeenCalledOnce();
  const never = keepStarting(() => new Promise(() => undefined), vi.fn(), QUICK);
  await never.stop();
});
