import { expect, onTestFinished, test, vi } from "vitest";
import { clock } from "../kernel";
import { type Claim, FRONT, type Look, type Place } from "./claim-queries";
import { createQueuePasses } from "./queue-passes";

const placeOf = (n: number): Place => ({ dueAt: "2030-01-01", id: String(n).padStart(4, "0") });

/** A queue of numbers, looked at over a clock that the test moves. */
function newQueue(numbers: number[]) {
  const open = new Set(numbers);
  /** Came back for a moment of its own. */
  const returned = new Set<number>();
  const asked: string[] = [];
  let now = 0;
  const spy = vi.spyOn(clock, "steady").mockImplementation(() => now);
  onTestFinished(() => spy.mockRestore());
  const inPasses = createQueuePasses();
  let slowness = 0;
  const nameOf = (look: Look): string => {
    if (look === "returned") return look;
    return look === FRONT ? "front" : String(Number(look.id));
  };
  const seenBy = (look: Look): number[] => {
    if (look === "returned") return [...returned];
    return [...open].filter((n) => look === FRONT || placeOf(n).id > look.id);
  };
  const take = async (limit: number): Promise<number[]> => {
    const claims = await inPasses("a", limit, async (look, wanted) => {
      asked.push(nameOf(look));
      if (look === FRONT) now += slowness;
      const found = seenBy(look)
        .sort((a, b) => a - b)
        .slice(0, wanted);
      for (const n of found) {
        open.delete(n);
        returned.delete(n);
      }
      return found.map((n) => ({ place: placeOf(n) }) as Claim);
    });
    return claims.map(({ place }) => Number(place.id));
  };
  return {
    open,
    take,
    comeBack: (...later: number[]) => {
      for (const n of later) {
        open.add(n);
        returned.add(n);
      }
    },
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
  expect(queue.askedSince()).toEqual(["returned", "front", "2", "4"]);
});

test("what came back is found at once when nothing else is left", async () => {
  const queue = newQueue([1, 2, 3, 4, 5]);
  await queue.take(2);
  queue.open.add(1);
  expect(await queue.take(4)).toEqual([3, 4, 5, 1]);
  expect(queue.askedSince()).toEqual(["returned", "front", "2", "front"]);
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

test("what is due again goes first once a second, however much was never taken up", async () => {
  const queue = newQueue([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await queue.take(2)).toEqual([1, 2]);
  queue.comeBack(90);
  expect(await queue.take(2)).toEqual([3, 4]);
  queue.wait(1_000);
  expect(await queue.take(2)).toEqual([90, 5]);
  expect(await queue.take(2)).toEqual([6, 7]);
});

test("as long as more of it is due it has half of every claim, and no more", async () => {
  const queue = newQueue([1, 2, 3, 4, 5, 6, 7, 8]);
  queue.comeBack(90, 91, 92, 93, 94);
  expect(await queue.take(4)).toEqual([90, 91, 1, 2]);
  expect(await queue.take(4)).toEqual([92, 93, 3, 4]);
  expect(await queue.take(4)).toEqual([94, 5, 6, 7]);
});

test("taken one by one they take turns", async () => {
  const queue = newQueue([1, 2, 3]);
  queue.comeBack(90, 91, 92);
  const taken: number[] = [];
  for (let count = 0; count < 6; count += 1) taken.push(...(await queue.take(1)));
  expect(taken).toEqual([90, 1, 91, 2, 92, 3]);
});

test("also where one is asked for every few seconds", async () => {
  const queue = newQueue([1, 2, 3]);
  queue.comeBack(90, 91, 92);
  const taken: number[] = [];
  for (let count = 0; count < 6; count += 1) {
    taken.push(...(await queue.take(1)));
    queue.wait(5_000);
  }
  expect(taken).toEqual([90, 1, 91, 2, 92, 3]);
});

test("when nothing else is left it has all of a claim", async () => {
  const queue = newQueue([1]);
  queue.comeBack(90, 91, 92, 93);
  expect(await queue.take(5)).toEqual([90, 91, 92, 1, 93]);
});
