/** Something a person did with a message, or had of it. */
export interface Touch {
  /** `receipt`: the mail server took the message for them. */
  kind: "click" | "receipt";
  at: Date;
  /** Of a click: a machine made it, so it says nothing about its person. */
  isMachine: boolean;
  messageId: string;
  campaignId: string;
}

interface PersonFacts {
  touches: readonly Touch[];
  orders: readonly { id: string; at: Date }[];
  /** How long before an order a touch may be: this many times 24 hours, both ends included. */
  days: number;
}

/** Which message an order counts for, and by what. */
export interface Credit {
  orderId: string;
  messageId: string;
  campaignId: string;
  reason: Touch["kind"];
}

const DAY_MS = 86_400_000;

/** The later one; of two at the same instant the one with the greater id, so that one is always the same. */
function isLater(a: Touch, b: Touch): boolean {
  const gap = a.at.getTime() - b.at.getTime();
  return gap === 0 ? a.messageId > b.messageId : gap > 0;
}

function lastOf(touches: readonly Touch[]): Touch | null {
  return touches.reduce<Touch | null>(
    (last, touch) => (last === null || isLater(touch, last) ? touch : last),
    null,
  );
}

/**
 * What the orders of one person count for: the last message they clicked in the days before, whatever
 * campaign it was of; when they clicked none, the last they received in that time. Each order counts
 * at most once. `attribution-queries.ts` says the same in SQL.
 */
export function attribute({ touches, orders, days }: PersonFacts): Credit[] {
  return orders.flatMap((order) => {
    const from = order.at.getTime() - days * DAY_MS;
    const near = touches.filter(
      ({ at }) => at.getTime() >= from && at.getTime() <= order.at.getTime(),
    );
    const touch =
      lastOf(near.filter(({ kind, isMachine }) => kind === "click" && !isMachine)) ??
      lastOf(near.filter(({ kind }) => kind === "receipt"));
    if (!touch) return [];
    const { messageId, campaignId, kind } = touch;
    return [{ orderId: order.id, messageId, campaignId, reason: kind }];
  });
}
