import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { migrateDatabase } from "@/db/migrate";
import { tablesInOrder } from "@/db/tables";
import { journalsFolder, putJournalsAway } from "../delivery";
import { env } from "../kernel";
import {
  type ArchiveHeader,
  headerSchema,
  parseLine,
  parseSection,
  readLines,
  SECTION_END,
} from "./archive";
import { CommandError, readOptions } from "./command";
import { listMigrations } from "./migrations";
import { asOwner } from "./owner-connection";
import { settleRestored } from "./settle-restored";

type Lines = AsyncGenerator<string>;

async function nextLine(lines: Lines): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new CommandError("BACKUP_INVALID", "This backup is cut off; it is not whole.");
  return value;
}

/** Lines that go to the database in one write. */
const BATCH = 500;

async function restoreTable(
  client: pg.Client,
  lines: Lines,
  target: { table: string; columns: string[] },
): Promise<number> {
  const list = target.columns.map((column) => `"${column.replaceAll('"', "")}"`).join(", ");
  const sink = client.query(copyFrom(`copy "${target.table}" (${list}) from stdin`));
  const counts = { rows: 0 };
  // The pipeline ends the COPY when the section ends, and fails it when a line or the database does.
  await pipeline(Readable.from(sectionRows(lines, counts)), sink);
  return counts.rows;
}

async function* sectionRows(lines: Lines, counts: { rows: number }): AsyncGenerator<string> {
  let batch: string[] = [];
  for (let line = await nextLine(lines); line !== SECTION_END; line = await nextLine(lines)) {
    counts.rows += 1;
    batch.push(line, "\n");
    if (counts.rows % BATCH === 0) {
      yield batch.join("");
      batch = [];
    }
  }
  if (batch.length > 0) yield batch.join("");
}

async function restoreBlob(folder: string, name: string, lines: Lines): Promise<void> {
  const file = path.resolve(folder, name);
  if (!file.startsWith(`${path.resolve(folder)}${path.sep}`)) {
    throw new CommandError("BACKUP_INVALID", "This backup names a file outside its folder.");
  }
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.part`, "");
  for (let line = await nextLine(lines); line !== SECTION_END; line = await nextLine(lines)) {
    await writeFile(`${file}.part`, Buffer.from(line, "base64"), { flag: "a" });
  }
  await rename(`${file}.part`, file);
}

async function restoreSections(client: pg.Client, lines: Lines) {
  const known = new Set(tablesInOrder());
  const counts = { rows: 0, blobs: 0 };
  const folder = path.join(env().DATA_DIR, "blobs");
  for (;;) {
    const section = parseSection(await nextLine(lines));
    if ("end" in section) {
      const isWhole = section.end.rows === counts.rows && section.end.blobs === counts.blobs;
      if (!isWhole) throw new CommandError("BACKUP_INVALID", "This backup is not whole.");
      return counts;
    }
    if ("blob" in section) {
      await restoreBlob(folder, section.blob, lines);
      counts.blobs += 1;
    } else if (known.has(section.table)) {
      counts.rows += await restoreTable(client, lines, section);
    } else {
      throw new CommandError(
        "BACKUP_INVALID",
        "This backup holds a table that Kairos does not have.",
      );
    }
  }
}

async function isRunning(): Promise<boolean> {
  try {
    const text = await readFile(path.join(env().DATA_DIR, "instance.json"), "utf8");
    process.kill(Number(JSON.parse(text).pid), 0);
    return true;
  } catch {
    return false;
  }
}

/** The secret of the backup must become the instance's: links and sealed values depend on it. */
async function checkSecret(header: ArchiveHeader): Promise<boolean> {
  if (header.appSecret === env().APP_SECRET) return false;
  if (await isRunning()) {
    throw new CommandError(
      "RESTORE_NEEDS_STOP",
      "The backup has another secret than the running product: stop it, then restore.",
    );
  }
  const secrets = await readFile(path.join(env().DATA_DIR, "secrets.json"), "utf8").catch(() => "");
  if (!secrets.includes("databasePassword")) {
    throw new CommandError(
      "RESTORE_SECRET",
      "The backup was made under another APP_SECRET: set that one, then restore.",
    );
  }
  return true;
}

async function adoptSecret(appSecret: string): Promise<void> {
  const file = path.join(env().DATA_DIR, "secrets.json");
  const secrets: Record<string, unknown> = JSON.parse(await readFile(file, "utf8"));
  await writeFile(`${file}.part`, `${JSON.stringify({ ...secrets, appSecret }, null, 2)}\n`, {
    mode: 0o600,
  });
  await rename(`${file}.part`, file);
  // Role passwords are derived from the secret.
  const { DATABASE_URL: url = "", DB_ROLE_PREFIX: rolePrefix } = env();
  await migrateDatabase({ url, secret: appSecret, rolePrefix });
}

/**
 * `restore --file [--replace]`: the backup's rows and files in place of the instance's, in one
 * transaction: all or nothing. Data that is there is only replaced with --replace. Messages whose
 * sending was open at the time of the backup become `unknown`: they may have gone out since.
 */
export async function restoreCommand(args: readonly string[]) {
  const given = readOptions(args, { required: ["file"], flags: ["replace"] });
  const lines = readLines(path.resolve(env().INIT_CWD ?? process.cwd(), given.file));
  const header = parseLine(headerSchema, await nextLine(lines));
  const hasNewSecret = await checkSecret(header);
  const result = await asOwner(async (client) => {
    const migrations = await listMigrations(client);
    if (migrations.join() !== header.migrations.join()) {
      throw new CommandError("BACKUP_VERSION", "The backup was made by another version of Kairos.");
    }
    const { rows } = await client.query("select 1 from users limit 1");
    if (rows.length > 0 && !given.flags.has("replace")) {
      throw new CommandError(
        "RESTORE_NOT_EMPTY",
        "There is data already: --replace would discard it.",
      );
    }
    const tables = tablesInOrder().map((table) => `"${table}"`);
    await client.query("begin");
    // COPY FROM is refused under row level security; the owner is only bound by FORCE.
    for (const table of tables)
      await client.query(`alter table ${table} no force row level security`);
    await client.query(`truncate ${tables.join(", ")}`);
    const counts = await restoreSections(client, lines);
    const settled = await settleRestored(client);
    for (const table of tables) await client.query(`alter table ${table} force row level security`);
    await client.query("commit");
    return { ...counts, ...settled };
  });
  if (hasNewSecret) await adoptSecret(header.appSecret);
  // They tell of another database: all that was open here is settled as unknown.
  await putJournalsAway(journalsFolder());
  return { createdAt: header.createdAt, ...result };
}
