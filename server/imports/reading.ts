import { parse } from "csv-parse";
import { AppError } from "../kernel";
import { type FileFormat, MAX_CELL, MAX_COLUMNS } from "./schemas";
import { headerFault, isOpenQuote, signOf, splitBlanks } from "./sniff.core";

/** One row of a file and the line it begins on (1-based, quoted line breaks counted). */
export interface FileRow {
  line: number;
  cells: string[];
}

/** A file opened as a table: the names of its columns ('' without a header) and its data rows. */
export interface Table {
  names: string[];
  batches: AsyncGenerator<FileRow[]>;
}

type Bytes = AsyncIterable<Uint8Array>;

function countBreaks(text: string): number {
  return text.includes("\n") || text.includes("\r") ? text.split(/\r\n|\n|\r/).length - 1 : 0;
}

/** Bytes as text, in pieces. CSV_ENCODING names the line of the first byte that cannot be read. */
async function* decode(stream: Bytes, encoding: FileFormat["encoding"]): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  // Kept only to find the line when the strict one refuses.
  const lenient = new TextDecoder(encoding);
  let line = 1;
  let fragment: string | null = null;
  for await (const bytes of stream) {
    const text = read(bytes, true);
    if (text.includes("\0")) throw fault("CSV_ENCODING", line + breaksBefore(text, "\0"));
    line += text.split("\n").length - 1;
    yield text;
  }
  const rest = read(new Uint8Array(), false);
  if (rest) yield rest;

  function read(bytes: Uint8Array, stream: boolean): string {
    fragment = lenient.decode(bytes, { stream });
    try {
      return decoder.decode(bytes, { stream });
    } catch {
      throw fault("CSV_ENCODING", line + breaksBefore(fragment, "\ufffd"));
    }
  }
}

function breaksBefore(text: string, mark: string): number {
  const at = text.indexOf(mark);
  return text.slice(0, at < 0 ? 0 : at).split("\n").length - 1;
}

function fault(code: "CSV_ENCODING" | "CSV_QUOTE" | "CSV_LIMIT" | "CSV_HEADER", row: number) {
  return new AppError(code, { row });
}

/** Cuts text pieces into lines, for files parted by runs of blanks. */
async function* blankRows(pieces: AsyncIterable<string>): AsyncGenerator<FileRow[]> {
  let rest = "";
  let line = 1;
  const rowOf = (text: string): FileRow => ({ line: line++, cells: splitBlanks(text) });
  for await (const piece of pieces) {
    const text = rest + piece;
    // A carriage return at the end may be half of a line break.
    const isCut = text.endsWith("\r");
    const lines = (isCut ? text.slice(0, -1) : text).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + (isCut ? "\r" : "");
    if (rest.length > MAX_COLUMNS * MAX_CELL) throw fault("CSV_LIMIT", line + lines.length);
    yield lines.map(rowOf);
  }
  if (rest !== "") yield [rowOf(rest)];
}

/** Rows of delimited text by csv-parse, whose records are collected as it meets them. */
async function* delimitedRows(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<FileRow[]> {
  let line = 1;
  let width = 0;
  let openAt: number | null = null;
  let rows: FileRow[] = [];
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    // A mark within a cell (`Peter "Pit" M`) is text, and no reason to refuse a whole file.
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: MAX_COLUMNS * MAX_CELL,
    on_record: (cells: string[]) => {
      width ||= cells.length;
      if (isOpenQuote(cells, { width, sign: delimiter })) openAt ??= line;
      rows.push({ line, cells });
      // The parser's own line count takes CR and LF inside quotation marks for two.
      line += 1;
      for (const cell of cells) line += countBreaks(cell);
      return null;
    },
  });
  let failure: Error | null = null;
  parser.on("error", (error) => {
    failure = error;
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const orFail = () => {
    if (openAt !== null) throw fault("CSV_QUOTE", openAt);
    if (failure) throw parseFault(failure, line);
  };
  for await (const piece of pieces) {
    parser.write(piece);
    // Errors are told in the next turn; the rows before them are already here.
    await settle();
    orFail();
    const full = rows;
    rows = [];
    yield full;
  }
  parser.end();
  await settle();
  orFail();
  yield rows;
}

/** Every error of the parser is about an open quotation mark or size; both belong to the row that began. */
function parseFault(error: Error & { code?: string; lines?: number }, line: number): AppError {
  const isOneLine = (error.lines ?? line) <= line;
  return fault(error.code === "CSV_MAX_RECORD_SIZE" && isOneLine ? "CSV_LIMIT" : "CSV_QUOTE", line);
}

function isBlank(row: FileRow): boolean {
  return row.cells.every((cell) => cell.trim() === "");
}

function requireLimits(row: FileRow): void {
  if (row.cells.length > MAX_COLUMNS || row.cells.some((cell) => cell.length > MAX_CELL)) {
    throw fault("CSV_LIMIT", row.line);
  }
}

/** All rows that carry anything, checked against the limits. */
async function* filledRows(stream: Bytes, format: FileFormat): AsyncGenerator<FileRow[]> {
  const pieces = decode(stream, format.encoding);
  const rows =
    format.delimiter === "blanks"
      ? blankRows(pieces)
      : delimitedRows(pieces, signOf(format.delimiter));
  for await (const batch of rows) {
    const filled = batch.filter((row) => !isBlank(row));
    for (const row of filled) requireLimits(row);
    if (filled.length > 0) yield filled;
  }
}

async function* inBatches(
  rows: AsyncGenerator<FileRow[]>,
  first: FileRow[],
  cut: { skip: number; size: number },
): AsyncGenerator<FileRow[]> {
  let toSkip = cut.skip;
  let held: FileRow[] = [];
  for await (const batch of prepend(first, rows)) {
    const wanted = toSkip >= batch.length ? [] : batch.slice(toSkip);
    toSkip -= batch.length - wanted.length;
    held = held.length === 0 ? wanted : held.concat(wanted);
    while (held.length >= cut.size) {
      yield held.slice(0, cut.size);
      held = held.slice(cut.size);
    }
  }
  if (held.length > 0) yield held;
}

async function* prepend(first: FileRow[], rest: AsyncGenerator<FileRow[]>) {
  if (first.length > 0) yield first;
  yield* rest;
}

/**
 * Opens a stream of bytes as a table. Memory stays bounded by one piece of the stream and one
 * batch, whatever the file's size. Data rows come in batches of exactly `size` (the last may be
 * smaller), the first `skip` of them left out. Blank rows are no rows.
 *
 * Errors, with the line: CSV_EMPTY, CSV_ENCODING, CSV_QUOTE, CSV_LIMIT, CSV_HEADER; those beyond
 * the first rows are thrown by `batches` when they are reached.
 */
export async function openTable(
  stream: Bytes,
  format: FileFormat,
  cut: { skip: number; size: number },
): Promise<Table> {
  const rows = filledRows(stream, format);
  const opening = await rows.next();
  const [first, ...others] = opening.done ? [] : opening.value;
  if (!first) throw new AppError("CSV_EMPTY");
  if (!format.hasHeader) {
    return { names: first.cells.map(() => ""), batches: inBatches(rows, [first, ...others], cut) };
  }
  const names = first.cells.map((cell) => cell.trim());
  while (names.length > 1 && names.at(-1) === "") names.pop();
  if (headerFault(names)) throw fault("CSV_HEADER", first.line);
  return { names, batches: inBatches(rows, others, cut) };
}
