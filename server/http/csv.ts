import { Readable } from "node:stream";
import { csvLine } from "../imports";

async function* encoded(lines: AsyncIterable<string[][]>): AsyncGenerator<Buffer> {
  // The mark tells spreadsheets that this is UTF-8.
  yield Buffer.from("\ufeff");
  for await (const page of lines) yield Buffer.from(page.map(csvLine).join(""));
}

/**
 * A table as a file to be saved, written while it is read: `pages` gives some lines at a time, the head
 * among the first. `name` may be anything somebody typed.
 */
export function csvResponse(name: string, pages: AsyncIterable<string[][]>): Response {
  const file = Readable.from(encoded(pages), { objectMode: false });
  const safe = name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^-+|-+$/g, "") || "table";
  // RFC 6266: plain letters for those who read no others.
  const plain = safe.replace(/[^\x20-\x7e]/g, "_");
  const named = `filename="${plain}.csv"; filename*=UTF-8''${encodeURIComponent(safe)}.csv`;
  return new Response(Readable.toWeb(file) as ReadableStream, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; ${named}`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
