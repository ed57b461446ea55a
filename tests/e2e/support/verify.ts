import { Client } from "pg";
import { databaseAddress, type Product, product } from "../../support/product";

type Values = readonly unknown[];

/** Questions to the database of a product. */
export interface Verifier {
  rows<Row extends object>(text: string, values?: Values): Promise<Row[]>;
  /** The only row of a result; a story that expects one row fails when there are none or several. */
  row<Row extends object>(text: string, values?: Values): Promise<Row>;
  /** A count, as a number: `select count(*) …`. */
  count(text: string, values?: Values): Promise<number>;
}

/**
 * Reads what a product stored. A story acts through the browser and only looks here afterwards;
 * the session is read-only so that none can slip.
 */
export function verifierOf(of: Product): Verifier {
  async function rows<Row extends object>(text: string, values: Values = []): Promise<Row[]> {
    const client = new Client({
      connectionString: databaseAddress(of),
      options: "-c default_transaction_read_only=on -c statement_timeout=20000",
    });
    await client.connect();
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }
  async function row<Row extends object>(text: string, values: Values = []): Promise<Row> {
    const [first, ...more] = await rows<Row>(text, values);
    if (!first || more.length > 0) {
      throw new Error(`Expected one row, found ${more.length + (first ? 1 : 0)}: ${text}`);
    }
    return first;
  }
  async function count(text: string, values: Values = []): Promise<number> {
    const [value] = Object.values(await row<Record<string, string>>(text, values));
    return Number(value);
  }
  return { rows, row, count };
}

export const { rows, row, count } = verifierOf(product);
