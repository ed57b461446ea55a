import { expect, onTestFinished, test, vi } from "vitest";
import { clock } from "../kernel";
import { type Claim, FRONT, type Place } from "./claim-queries";
import { createQueuePasses } from "./queue-passes";

const placeOf = (n: number): Place => ({ dueAt: "2030-01-01", id: String(n).padStart(4, "0") });

/** A queue of numbers, looked at over a clock that the test moves. */
function newQueue(numbers: number[]) {
  const open = new Set(numbers);
  const asked: string[] = [];
  let now = 0;
  const spy = vi.spyOn(clock, "steady").mockImplementation(() => now);
  onTestFinished(() => spy.mockRestore());
  const inPasses = createQueuePasses();
  let slowness = 0;
  const take = async (limit: number): Promise<number[]> => {
    const claims = await inPasses("a", limit, async (after, wanted) => {
      const isFront = after === FRONT;
      asked.push(isFront ? "front" : String(Number(after.id)));
      if (isFront) now += slowness;
      const found = [...open]
        .sort((a, b) => a - b)
        .filter((n) => isFront || placeOf(n).id > after.id)
        .slice(0, wanted);
      for (const n of found) open.delete(n);
      return found.map((n) => ({ place: placeOf(n) }) as Claim);
    });
    return claims.map(({ place }) => Number(place.id));
  };
  return {
    open,
    take,
    askedSince: () => asked.splice(0),
    wait: (ms: number) => {
      now += ms;
    },
    slow: (ms: number) => {
      slowness = ms;
    },
  };
}

test("each claim goes on where the last one ended", async () => {
  const queue = newQueue([1, 2, 3, 4, 5, 6]);
  expect(await queue.take(2)).toEqual([1, 2]);
  expect(await queue.take(2)).toEqual([3, 4]);
  expect(await queue.take(2)).toEqual([5, 6]);
  expect(queue.askedSince()).toEqual(["front", "2", "4"]);
});

test("what came back is found at once when nothing else is left", async () => {
  const queue = newQueue([1, 2, 3, 4, 5]);
  await queue.take(2);
  queue.open.add(1);
  expect(await queue.take(4)).toEqual([3, 4, 5, 1]);
  expect(queue.askedSince()).toEqual(["front", "2", "front"]);
  expect(await queue.take(1)).toEqual([]);
  expect(await queue.take(1)).toEqual([]);
  expect(queue.askedSince()).toEqual(["1", "front", "front"]);
});

test("what came back is found within a second while there is more", async () => {
  const queue = newQueue([1, 2, 3, 4, 5, 6, 7]);
  await queue.take(2);
  queue.open.add(1);
  queue.wait(999);
  expect(await queue.take(2)).toEqual([3, 4]);
  queue.wait(1);
  expect(await queue.take(2)).toEqual([1, 5]);
});

test("a front that takes long is looked at the less often", async () => {
  const queue = newQueue([1, 2, 3, 4, 5, 6, 7]);
  queue.slow(200);
  await queue.take(2);
  queue.open.add(1);
  queue.wait(3_999);
  expect(await queue.take(2)).toEqual([3, 4]);
  queue.wait(1);
  expect(await queue.take(2)).toEqual([1, 5]);
});

test("however long it takes, the front is looked at each half minute", async () => {
  const queue = newQueue([1, 2, 3, 4, 5, 6, 7]);
  queue.slow(15_000);
  await queue.take(2);
  queue.open.add(1);
  queue.wait(29_999);
  expect(await queue.take(2)).toEqual([3, 4]);
  queue.wait(1);
  expect(await queue.take(2)).toEqual([1, 5]);
});
