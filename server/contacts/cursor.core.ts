import { z } from "zod";
import { AppError, open, seal } from "../kernel";

/** Where a page begins: behind (`after`) or in front of (`before`) the row that is named. */
export interface Position {
  way: "after" | "before";
  /** The row's sort value as Postgres prints it; null: the row has none. */
  value: string | null;
  id: string;
}

const Stored = z.tuple([z.enum(["after", "before"]), z.string().nullable(), z.uuid()]);

/**
 * A position as opaque text. Sealed and not only signed, because it carries an address or a name
 * and stands in a URL; `scope` (workspace, list, sort) is bound in, so a cursor of another list
 * does not open.
 */
export function writeCursor(position: Position, scope: string): string {
  return seal(JSON.stringify([position.way, position.value, position.id]), `cursor:${scope}`);
}

/** The position of a cursor. CURSOR_INVALID when we did not make it for this list and order. */
export function readCursor(cursor: string, scope: string): Position {
  try {
    const [way, value, id] = Stored.parse(JSON.parse(open(cursor, `cursor:${scope}`)));
    return { way, value, id };
  } catch {
    throw new AppError("CURSOR_INVALID", { field: "cursor" });
  }
}

/** The rows of one page and the cursors of its neighbours. */
export interface Page<Row> {
  rows: Row[];
  previous: string | null;
  next: string | null;
}

/**
 * Makes a page of what was read: `found` has up to one row more than `limit`, in reading order,
 * which is backwards when the position is a `before`.
 */
export function pageOf<Row>(
  found: readonly Row[],
  from: { position: Position | null; limit: number },
  cursorOf: (row: Row, way: Position["way"]) => string,
): Page<Row> {
  const isBackward = from.position?.way === "before";
  const hasMore = found.length > from.limit;
  const kept = found.slice(0, from.limit);
  const rows = isBackward ? kept.reverse() : kept;
  const first = rows[0];
  const last = rows.at(-1);
  const hasPrevious = isBackward ? hasMore : from.position !== null;
  const hasNext = isBackward || hasMore;
  return {
    rows,
    previous: first && hasPrevious ? cursorOf(first, "before") : null,
    next: last && hasNext ? cursorOf(last, "after") : null,
  };
}
