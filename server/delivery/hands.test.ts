import { expect, test } from "vitest";
import { createHands } from "./hands";
import type { ChannelProvider } from "./provider";
import type { Taken } from "./taking";

/** A way out with room for so many; what it is given it keeps. */
function provider(key: string, size: number) {
  const given: Taken[] = [];
  const made: ChannelProvider = {
    key,
    prefetch: size,
    get room() {
      return size - given.length;
    },
    submit: () => undefined,
    close: () => undefined,
  };
  return { made, given };
}

/** Only what hands look at. */
const taken = (...providers: ChannelProvider[]) =>
  ({ workspaceId: "w", draft: { claim: { lane: "campaign" } }, providers }) as unknown as Taken;

function holding(carry: (one: Taken, over: ChannelProvider) => Promise<Taken | null>) {
  const resting = new Set<ChannelProvider>();
  const hands = createHands({
    choose: ({ providers }) => providers.find((one) => !resting.has(one)) ?? null,
    carry: (one, over) => carry(one, over),
    onEmpty: async () => undefined,
    onFree: () => undefined,
    isStopping: () => false,
  });
  return { ...hands, resting };
}

const never = () => new Promise<null>(() => undefined);

test("what is composed for one way out holds up no other, however small that is", () => {
  const [large, small] = [provider("large", 20), provider("small", 2)];
  const started: ChannelProvider[] = [];
  const hands = holding((_, over) => {
    started.push(over);
    return never();
  });
  for (let n = 0; n < 20; n += 1) hands.hold(taken(large.made));
  hands.pump();
  expect(started).toHaveLength(20);
  for (let n = 0; n < 3; n += 1) hands.hold(taken(small.made));
  hands.pump();
  // As many as it has room for, and one waits.
  expect(started.filter((one) => one === small.made)).toHaveLength(2);
  expect([hands.heldBy(small.made), hands.waitingFor(small.made)]).toEqual([3, 1]);
});

test("a line whose way out rests moves to the next one, as fast as that has room", () => {
  const [first, second] = [provider("first", 1), provider("second", 2)];
  const hands = holding(never);
  for (let n = 0; n < 6; n += 1) hands.hold(taken(first.made, second.made));
  hands.pump();
  expect([hands.heldBy(first.made), hands.waitingFor(first.made)]).toEqual([6, 5]);
  hands.resting.add(first.made);
  hands.pump();
  expect([hands.heldBy(first.made), hands.waitingFor(first.made)]).toEqual([1, 0]);
  expect([hands.heldBy(second.made), hands.waitingFor(second.made)]).toEqual([5, 3]);
  // When none can be used nothing waits for room: it is given back.
  hands.resting.add(second.made);
  hands.pump();
  expect(hands.waitingFor(second.made)).toBe(0);
});

test("what comes back for another way out goes there, and counts there", async () => {
  const [first, second] = [provider("first", 4), provider("second", 4)];
  const hands = holding(async (_, over) => (over === first.made ? taken(second.made) : never()));
  hands.hold(taken(first.made, second.made));
  hands.pump();
  await expect.poll(() => hands.heldBy(second.made)).toBe(1);
  expect([hands.heldBy(first.made), hands.holdsOf("w")]).toEqual([0, true]);
});
