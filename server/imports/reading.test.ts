import { describe, expect, test } from "vitest";
import { ByteScan, encodingFault, guessEncoding } from "./encoding.core";
import { type FileRow, openTable } from "./reading";
import type { FileFormat } from "./schemas";
import { looksLikeHeader, sniffDelimiter } from "./sniff.core";

const COMMA: FileFormat = { encoding: "utf-8", delimiter: "comma", hasHeader: true };

/** The bytes in pieces of `size`, so that every boundary is met. */
async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(content: string | Buffer, format = COMMA, size = 7) {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const table = await openTable(pieces(bytes, size), format, { skip: 0, size: 1000 });
  const rows: FileRow[] = [];
  for await (const batch of table.batches) rows.push(...batch);
  return { names: table.names, rows };
}

function scan(bytes: Buffer, size = 3) {
  const found = new ByteScan();
  for (let at = 0; at < bytes.length; at += size) found.push(bytes.subarray(at, at + size));
  return found.finish();
}

describe("rows", () => {
  test("know the line they begin on, quoted line breaks and blank lines counted", async () => {
    const text = 'a,b\r\n1,"x\r\ny"\r\n\r\n2,"q\nz"\n,\n3,4';
    for (const size of [1, 2, 5, 1000]) {
      const { names, rows } = await read(text, COMMA, size);
      expect(names).toEqual(["a", "b"]);
      expect(rows).toEqual([
        { line: 2, cells: ["1", "x\r\ny"] },
        { line: 5, cells: ["2", "q\nz"] },
        { line: 8, cells: ["3", "4"] },
      ]);
    }
  });

  test("are parted by runs of blanks, a leading one included", async () => {
    const format: FileFormat = { ...COMMA, delimiter: "blanks" };
    const { names, rows } = await read(" id  date\r\n 00001 19970101  \r\n\r\n 2\t3", format);
    expect(names).toEqual(["id", "date"]);
    expect(rows).toEqual([
      { line: 2, cells: ["00001", "19970101"] },
      { line: 4, cells: ["2", "3"] },
    ]);
  });

  test.each([
    ["utf-8", Buffer.from("\ufeffname\nJosé €\n")],
    ["windows-1252", Buffer.from("name\nJos\xe9 \x80\n", "latin1")],
    ["utf-16le", Buffer.from("\ufeffname\nJosé €\n", "utf16le")],
    ["utf-16be", Buffer.from("\ufeffname\nJosé €\n", "utf16le").swap16()],
  ] as const)("are read from %s", async (encoding, bytes) => {
    const found = scan(bytes);
    expect(guessEncoding(found)).toBe(encoding);
    expect(encodingFault(found, encoding)).toBeNull();
    const { names, rows } = await read(bytes, { ...COMMA, encoding }, 3);
    expect(names).toEqual(["name"]);
    expect(rows[0]?.cells).toEqual(["José €"]);
  });

  test("keep quotation marks within a cell", async () => {
    const text = [
      "name,mail",
      'Peter "Pit" M,5" pipe',
      '"Pit" M,"a b"@x.example',
      '"says ""hi"", often","""Hello"" said\nhe"',
      '"a,b"@x.example,""x',
    ].join("\n");
    for (const size of [1, 3, 1000]) {
      const { rows } = await read(text, COMMA, size);
      expect(rows).toEqual([
        { line: 2, cells: ['Peter "Pit" M', '5" pipe'] },
        { line: 3, cells: ['"Pit" M', '"a b"@x.example'] },
        { line: 4, cells: ['says "hi", often', '"Hello" said\nhe'] },
        { line: 6, cells: ['"a,b"@x.example', '""x'] },
      ]);
    }
  });

  test("come in exact batches behind what was done", async () => {
    const text = `n\n${Array.from({ length: 25 }, (_, i) => i).join("\n")}\n`;
    const table = await openTable(pieces(Buffer.from(text), 4), COMMA, { skip: 7, size: 10 });
    const sizes: string[] = [];
    for await (const batch of table.batches) sizes.push(`${batch[0]?.cells[0]}+${batch.length}`);
    expect(sizes).toEqual(["7+10", "17+8"]);
  });
});

describe("a broken file is refused at its row", () => {
  test.each([
    ["CSV_EMPTY", "", undefined],
    ["CSV_EMPTY", "\n\n  \n", undefined],
    ["CSV_QUOTE", 'a,b\n1,2\n3,"open\n4,5\n', 3],
    // Each open mark meets another one: in its row, at a cell and at the beginning of the next row.
    ["CSV_QUOTE", 'a,b,c\n1,2,3\n4,"5,"6"\n', 3],
    ["CSV_QUOTE", 'a,b\n1,2\n3,"open\n4,"x y"\n5,6\n', 3],
    ["CSV_QUOTE", 'a,b\n1,2\n"open,3\n"x y",4\n5,6\n', 3],
    ["CSV_QUOTE", 'a,b,c\n1,2,3\n4,5,"open\n6,7" pipe,8\n', 3],
    ["CSV_HEADER", "a,A\n1,2\n", 1],
    ["CSV_HEADER", "a,__proto__\n1,2\n", 1],
    ["CSV_HEADER", "a,,c\n1,2,3\n", 1],
    ["CSV_LIMIT", `a\n1\n${"x".repeat(33_000)}\n`, 3],
    ["CSV_LIMIT", `a\n1\n${"x,".repeat(201)}x\n`, 3],
    ["CSV_ENCODING", "a\n1\n2\0\n", 3],
  ])("%s", async (code, text, row) => {
    for (const size of [3, 100_000]) {
      await expect(read(text, COMMA, size)).rejects.toMatchObject({
        code,
        detail: row === undefined ? {} : { row },
      });
    }
  });

  test("CSV_ENCODING for bytes that are no UTF-8, at their line", async () => {
    const bytes = Buffer.concat([Buffer.from("a\nä\n"), Buffer.from([0xc3, 0x28, 0x0a])]);
    await expect(read(bytes)).rejects.toMatchObject({ code: "CSV_ENCODING", detail: { row: 3 } });
    const found = scan(bytes);
    expect([guessEncoding(found), found.invalidRow]).toEqual(["utf-8", 3]);
  });

  test("UTF-16 that nobody declared shows as NULs", () => {
    const found = scan(Buffer.from("name\nJosé\n", "utf16le"));
    expect(encodingFault(found, guessEncoding(found))).toBe(1);
    expect(encodingFault(found, "utf-16le")).toBeNull();
  });

  test("stray bytes are not taken for Windows text", () => {
    expect(guessEncoding(scan(Buffer.from("a\nMÃ\xbc\n", "latin1")))).toBe("utf-8");
    expect(scan(Buffer.from([0x61, 0x0a, 0xff, 0x0a]))).toMatchObject({ invalidRow: 2 });
  });
});

test.each([
  ["comma", 'a,b\n"1,5",2\n3,4'],
  ["semicolon", "a;b\n1,5;2\n3,5;4"],
  ["tab", "a\tb c\n1\t2 d"],
  ["pipe", "a|b\n1|2"],
  ["blanks", " id  date n\r\n 1 2 3\r\n 4  5  6"],
  ["comma", "name\nAda Lovelace\nBob"],
  ["semicolon", 'name;size\nPipe;5"\nRod;6"\n"a;b";7\n"""c"";""d""";8'],
])("the delimiter %s is found", (delimiter, sample) => {
  expect(sniffDelimiter(sample)).toBe(delimiter);
});

test("a header is told from a first row of values", () => {
  expect(
    looksLikeHeader([
      ["email", "name"],
      ["a@b.de", "x"],
    ]),
  ).toBe(true);
  expect(
    looksLikeHeader([
      ["a@b.example", "Ada"],
      ["c@b.example", "Bob"],
    ]),
  ).toBe(false);
  expect(looksLikeHeader([["00001", "19970101"]])).toBe(false);
});
