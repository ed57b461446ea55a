import { createReadStream, existsSync } from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { tablesInOrder } from "@/db/tables";
import { clock, env } from "../kernel";
import { type ArchiveHeader, SECTION_END, writeArchive } from "./archive";
import { CommandError, readOptions } from "./command";
import { listMigrations } from "./migrations";
import { asOwner } from "./owner-connection";

const BLOB_LINE_BYTES = 57_000;
/** Ends a row of COPY text; inside a value it is escaped. */
const NEW_LINE = 0x0a;

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ column_name: string }>(
    `select column_name from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
    [table],
  );
  return rows.map((row) => row.column_name);
}

async function* tableLines(
  client: pg.Client,
  counts: { rows: number },
): AsyncGenerator<string | Buffer> {
  for (const table of tablesInOrder()) {
    const columns = await columnsOf(client, table);
    yield `${JSON.stringify({ table, columns })}\n`;
    const list = columns.map((column) => `"${column}"`).join(", ");
    const rows = client.query(copyTo(`copy (select ${list} from "${table}") to stdout`));
    for await (const chunk of rows) {
      const bytes: Buffer = chunk;
      for (const byte of bytes) if (byte === NEW_LINE) counts.rows += 1;
      yield bytes;
    }
    yield `${SECTION_END}\n`;
  }
}

async function* blobLines(folder: string, counts: { blobs: number }): AsyncGenerator<string> {
  if (!existsSync(folder)) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((e) => e.isFile() && !e.name.endsWith(".part"))) {
    const file = path.join(entry.parentPath, entry.name);
    counts.blobs += 1;
    yield `${JSON.stringify({ blob: path.relative(folder, file) })}\n`;
    for await (const bytes of createReadStream(file, { highWaterMark: BLOB_LINE_BYTES })) {
      yield `${(bytes as Buffer).toString("base64")}\n`;
    }
    yield `${SECTION_END}\n`;
  }
}

async function* archiveLines(client: pg.Client, counts: { rows: number; blobs: number }) {
  const header: ArchiveHeader = {
    kairos: 1,
    createdAt: clock.now().toISOString(),
    migrations: await listMigrations(client),
    appSecret: env().APP_SECRET,
  };
  yield `${JSON.stringify(header)}\n`;
  yield* tableLines(client, counts);
  yield* blobLines(path.join(env().DATA_DIR, "blobs"), counts);
  yield `${JSON.stringify({ end: counts })}\n`;
}

/**
 * `backup [--file]`: everything of the instance in one file — all rows as of one moment, uploaded
 * files, and the secret without which old links and sealed credentials would be void. The file is
 * as precious as the database: readable by its owner only. The product may be running.
 */
export async function backupCommand(args: readonly string[]) {
  const given = readOptions(args, { required: [], optional: ["file"] });
  const stamp = clock.now().toISOString().replaceAll(/[:.]/g, "-");
  const base = env().INIT_CWD ?? process.cwd();
  const file = path.resolve(base, given.file ?? `kairos-${stamp}.backup`);
  if (existsSync(file)) throw new CommandError("FILE_EXISTS", `${file} exists already.`);
  const part = `${file}.part`;
  const counts = { rows: 0, blobs: 0 };
  try {
    await asOwner(async (client) => {
      await client.query("begin isolation level repeatable read read only");
      await writeArchive(part, archiveLines(client, counts));
      await client.query("commit");
    });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return { file, bytes: (await stat(file)).size, ...counts };
}
