import { expect, test } from "vitest";
import { attribute, type Touch } from "./attribute.core";

const DAY_MS = 86_400_000;
const ORDER_AT = new Date("2026-03-30T10:00:00.000Z");
const before = (ms: number) => new Date(ORDER_AT.getTime() - ms);

/** A touch of a message `ms` before the order; the campaign has the name of the message in capitals. */
function touch(kind: Touch["kind"], messageId: string, ms: number): Touch {
  const campaignId = messageId.toUpperCase();
  return { kind, at: before(ms), isMachine: false, messageId, campaignId };
}
const byMachine = (one: Touch): Touch => ({ ...one, isMachine: true });

const CASES: [string, Touch[], [message: string, reason: string] | null][] = [
  ["nothing was sent", [], null],
  ["received", [touch("receipt", "a", 1)], ["a", "receipt"]],
  [
    "received at the first instant of the time",
    [touch("receipt", "a", 5 * DAY_MS)],
    ["a", "receipt"],
  ],
  ["received just before it", [touch("receipt", "a", 5 * DAY_MS + 1)], null],
  ["received at the instant of the order", [touch("receipt", "a", 0)], ["a", "receipt"]],
  ["received just after the order", [touch("receipt", "a", -1)], null],
  ["clicked at the first instant of the time", [touch("click", "a", 5 * DAY_MS)], ["a", "click"]],
  ["clicked just before it", [touch("click", "a", 5 * DAY_MS + 1)], null],
  ["clicked at the instant of the order", [touch("click", "a", 0)], ["a", "click"]],
  ["clicked just after the order", [touch("click", "a", -1)], null],
  [
    "a message of long ago, clicked lately",
    [touch("receipt", "a", 90 * DAY_MS), touch("click", "a", 1)],
    ["a", "click"],
  ],
  [
    "two campaigns received",
    [touch("receipt", "a", 2), touch("receipt", "b", 1)],
    ["b", "receipt"],
  ],
  ["two campaigns clicked", [touch("click", "a", 1), touch("click", "b", 2)], ["a", "click"]],
  [
    "a click beats a later receipt",
    [touch("click", "a", 4 * DAY_MS), touch("receipt", "b", 1)],
    ["a", "click"],
  ],
  [
    "a machine's click is none",
    [touch("receipt", "a", 3), byMachine(touch("click", "a", 2)), touch("receipt", "b", 1)],
    ["b", "receipt"],
  ],
  ["a machine's click alone", [byMachine(touch("click", "a", 1))], null],
  [
    "two at the same instant: the greater id, whatever the order",
    [touch("click", "b", 7), touch("click", "a", 7)],
    ["b", "click"],
  ],
  ["the same, received", [touch("receipt", "a", 7), touch("receipt", "b", 7)], ["b", "receipt"]],
];

test.each(CASES)("%s", (_, touches, expected) => {
  const credits = attribute({ touches, orders: [{ id: "o", at: ORDER_AT }], days: 5 });
  expect(credits).toEqual(
    expected
      ? [
          {
            orderId: "o",
            messageId: expected[0],
            campaignId: expected[0].toUpperCase(),
            reason: expected[1],
          },
        ]
      : [],
  );
});

test("each order counts once, for what came before it and not before another", () => {
  const orders = [
    { id: "first", at: before(5) },
    { id: "second", at: before(1) },
    { id: "much later", at: before(-6 * DAY_MS) },
  ];
  const touches = [touch("click", "a", 9), touch("click", "b", 3)];
  expect(attribute({ touches, orders, days: 5 })).toMatchObject([
    { orderId: "first", messageId: "a" },
    { orderId: "second", messageId: "b" },
  ]);
});

test("days are 24 hours, also across the change to summer time", () => {
  // By the calendar of Berlin, two days before this noon are 47 hours: it would be 11:00 UTC.
  const orders = [{ id: "o", at: new Date("2026-03-30T10:00:00Z") }];
  const at = (time: string) => [{ ...touch("receipt", "a", 0), at: new Date(time) }];
  const ask = (time: string) => attribute({ touches: at(time), orders, days: 2 });
  expect(ask("2026-03-28T10:00:00Z")).toHaveLength(1);
  expect(ask("2026-03-28T09:59:59.999Z")).toHaveLength(0);
});
