import type { z } from "zod";
import { canonicalAddress, ERROR_STATUS, type ErrorCode, sha256 } from "../kernel";
import { emptyPerson } from "./convert.core";
import type { OrderRow, PersonRow } from "./rows.core";
import { PostedOrder } from "./schemas";

export interface PostedFault {
  code: ErrorCode;
  /** Path into the order, `items.0.quantity`; '' for the whole of it. */
  field: string;
}

export type PostedReading =
  | { ok: true; id: string; order: OrderRow; contentSha256: string }
  | { ok: false; fault: PostedFault };

const AHEAD_MS = 24 * 3_600_000;

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (at !== null && typeof at === "object" ? Reflect.get(at, key) : undefined),
    given,
  );
}

function faultOf(issue: z.core.$ZodIssue, given: unknown): PostedFault {
  const field = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return { code: "FIELD_UNKNOWN", field: [...issue.path, issue.keys[0]].join(".") };
  }
  if (valueAt(given, issue.path) === undefined) return { code: "VALUE_REQUIRED", field };
  const code = issue.message in ERROR_STATUS ? (issue.message as ErrorCode) : "INPUT_INVALID";
  return { code, field };
}

/** A digest of what an order says, the same however its JSON was written. */
function digestOf(order: PostedOrder, person: PersonRow): string {
  const items = order.items.map((one) => [one.sku, one.name ?? "", one.quantity, one.price ?? ""]);
  const { id, currency, total } = order;
  const at = new Date(order.ordered_at).toISOString();
  return sha256(JSON.stringify([id, at, currency, total, person.email, person.externalId, items]));
}

/** A posted order as the order import knows it, or its first fault. `line` is its place, from 1. */
export function readPosted(given: unknown, line: number, now: Date): PostedReading {
  const parsed = PostedOrder.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      ok: false,
      fault: issue ? faultOf(issue, given) : { code: "INPUT_INVALID", field: "" },
    };
  }
  const { data } = parsed;
  const orderedAt = new Date(data.ordered_at);
  const person = emptyPerson(line);
  person.externalId = data.customer.external_id ?? null;
  if (data.customer.email !== undefined) {
    const read = canonicalAddress(data.customer.email);
    if (!read.ok) return { ok: false, fault: { code: read.code, field: "customer.email" } };
    person.email = read.address;
  }
  if (person.email === null && person.externalId === null) {
    return { ok: false, fault: { code: "ROW_IDENTITY_MISSING", field: "customer" } };
  }
  if (orderedAt.getTime() > now.getTime() + AHEAD_MS) {
    return { ok: false, fault: { code: "EVENT_TIME_RANGE", field: "ordered_at" } };
  }
  const contentSha256 = digestOf(data, person);
  const pieces = data.items.reduce((sum, item) => sum + item.quantity, 0);
  const lines = data.items.map(({ sku, name = "", quantity, price = null }) => ({
    sku,
    name,
    quantity,
    price,
  }));
  const { id, total, currency } = data;
  const itemCount = lines.length > 0 ? pieces : null;
  const what = { orderId: id, orderedAt, total, currency, itemCount, lines, contentSha256 };
  return { ok: true, id, contentSha256, order: { person, ...what } };
}
