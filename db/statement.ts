import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Tx } from "./index";

/** A place in a statement for each value it is given. */
export type Slots<Given> = { [Name in keyof Given & string]: Placeholder<Name, Given[Name]> };

const dialect = new PgDialect();

/**
 * A statement that is asked for every few messages: `build` puts its text together once, with a slot for
 * each value, instead of each time. That work is more than PostgreSQL's own for a small batch.
 */
export function statement<Given extends object, Row extends object>(
  build: (slots: Slots<Given>) => SQL,
): (tx: Tx, given: Given) => Promise<Row[]> {
  let query: ReturnType<PgDialect["sqlToQuery"]> | undefined;
  return async (tx, given) => {
    query ??= dialect.sqlToQuery(build(slotsOf<Given>()));
    const prepared = tx._.session.prepareQuery<{ execute: { rows: Row[] } } & Typeless>(
      query,
      undefined,
      undefined,
      false,
    );
    const { rows } = await prepared.execute({ ...given } as Record<string, unknown>);
    return rows;
  };
}

/** What drizzle wants to know of a prepared query besides. */
interface Typeless {
  all: unknown;
  values: unknown;
}

function slotsOf<Given>(): Slots<Given> {
  return new Proxy({} as Slots<Given>, { get: (_, name) => sql.placeholder(String(name)) });
}
