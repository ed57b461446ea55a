import { Client } from "pg";
import { databaseAddress } from "../../support/product";

/**
 * Reads what the product stored. A story acts through the browser and only looks here afterwards;
 * the session is read-only so that none can slip.
 */
export async function rows<Row extends object>(
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({
    connectionString: databaseAddress(),
    options: "-c default_transaction_read_only=on -c statement_timeout=20000",
  });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** The only row of a result; a story that expects one row fails when there are none or several. */
export async function row<Row extends object>(
  text: string,
  values: readonly unknown[] = [],
): Promise<Row> {
  const [first, ...more] = await rows<Row>(text, values);
  if (!first || more.length > 0) {
    throw new Error(`Expected one row, found ${more.length + (first ? 1 : 0)}: ${text}`);
  }
  return first;
}

/** A count, as a number: `select count(*) …`. */
export async function count(text: string, values: readonly unknown[] = []): Promise<number> {
  const [value] = Object.values(await row<Record<string, string>>(text, values));
  return Number(value);
}
