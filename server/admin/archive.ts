import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import { CommandError } from "./command";

/**
 * A backup is one gzip of lines: a header, then sections, each opened by a JSON line and closed by
 * `\.`, then an end line with the counts. A table's section holds PostgreSQL's COPY text (one row a
 * line), a blob's section base64. The end line makes a cut-off file recognisable.
 */
export const headerSchema = z.object({
  kairos: z.literal(1),
  createdAt: z.string(),
  /** Hashes of the migrations the data was written under, in order. */
  migrations: z.array(z.string()),
  appSecret: z.string(),
});
const sectionSchema = z.union([
  z.object({ table: z.string(), columns: z.array(z.string()) }),
  z.object({ blob: z.string() }),
  z.object({ end: z.object({ rows: z.number(), blobs: z.number() }) }),
]);

export type ArchiveHeader = z.infer<typeof headerSchema>;
export type ArchiveSection = z.infer<typeof sectionSchema>;
export const SECTION_END = "\\.";

/** Writes the lines into a gzip that only its owner may read. */
export async function writeArchive(
  file: string,
  lines: AsyncIterable<string | Buffer>,
): Promise<void> {
  const text = Readable.from(lines, { objectMode: true });
  await pipeline(
    text,
    createGzip({ level: 6 }),
    createWriteStream(file, { mode: 0o600, flags: "wx" }),
  );
}

/** Lines of a backup, read one at a time. A file that is no whole gzip fails with BACKUP_INVALID. */
export async function* readLines(file: string): AsyncGenerator<string> {
  const text = createGunzip();
  // A fault of the file destroys the stream with its error, which the loop below then meets.
  pipeline(createReadStream(file), text).catch(() => undefined);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  try {
    for await (const chunk of text) {
      const lines = (rest + decoder.write(chunk)).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch {
    throw new CommandError("BACKUP_INVALID", "This file is not a whole Kairos backup.");
  }
  if (rest) yield rest;
}

/** A JSON line of the archive; BACKUP_INVALID when it is none of ours. */
export function parseLine<T>(schema: z.ZodType<T>, line: string | undefined): T {
  try {
    return schema.parse(JSON.parse(line ?? ""));
  } catch {
    throw new CommandError("BACKUP_INVALID", "This file is not a whole Kairos backup.");
  }
}

export function parseSection(line: string | undefined): ArchiveSection {
  return parseLine(sectionSchema, line);
}
