import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { unpacked } from "./unpack";

const folder = mkdtempSync(path.join(tmpdir(), "kairos-unpack-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function contentOf(bytes: Buffer): Promise<string> {
  const file = path.join(folder, "upload");
  writeFileSync(file, bytes);
  const pieces: Uint8Array[] = [];
  const content = await unpacked(file, (range) => createReadStream(file, range));
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** A zip archive with these members, as small as the format allows. */
function zip(members: readonly { name: string; text: string }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text } of members) {
    const data = deflateRawSync(Buffer.from(text));
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(text.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([
      Buffer.from("PK\x03\x04", "latin1"),
      fields,
      Buffer.from(name),
      data,
    ]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), fields, tail, Buffer.from(name)]),
    );
    parts.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}

const TABLE = "email\na@nord.example\n";

test("plain, gzip and zip give the same content", async () => {
  expect(await contentOf(Buffer.from(TABLE))).toBe(TABLE);
  expect(await contentOf(gzipSync(TABLE))).toBe(TABLE);
  expect(await contentOf(zip([{ name: "people.csv", text: TABLE }]))).toBe(TABLE);
});

test.each(["", "a", "PK,name\n1,2\n", "%,n\n"])("the table %j comes as it is", async (text) => {
  expect(await contentOf(Buffer.from(text))).toBe(text);
});

test.each([
  ["a bomb in gzip", gzipSync(Buffer.alloc(2_000_000, 97)), "UPLOAD_INFLATE_LIMIT"],
  ["a bomb in zip", zip([{ name: "a.csv", text: "a".repeat(2_000_000) }]), "UPLOAD_INFLATE_LIMIT"],
  ["a way out", zip([{ name: "../../etc/x.csv", text: TABLE }]), "ARCHIVE_MEMBER_FORBIDDEN"],
  ["an absolute way", zip([{ name: "/etc/x.csv", text: TABLE }]), "ARCHIVE_MEMBER_FORBIDDEN"],
  ["a folder", zip([{ name: "folder/", text: "" }]), "ARCHIVE_MEMBER_FORBIDDEN"],
  [
    "two members",
    zip([
      { name: "a.csv", text: TABLE },
      { name: "b.csv", text: TABLE },
    ]),
    "ARCHIVE_MEMBER_FORBIDDEN",
  ],
  ["no member", zip([]), "ARCHIVE_MEMBER_FORBIDDEN"],
  ["half a zip", zip([{ name: "a.csv", text: TABLE }]).subarray(0, 40), "UPLOAD_TYPE"],
  ["a PDF", Buffer.from("%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "latin1"), "UPLOAD_TYPE"],
  ["a picture", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"), "UPLOAD_TYPE"],
  ["an old workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), "UPLOAD_TYPE"],
  [
    "a workbook",
    zip([
      { name: "xl/workbook.xml", text: "<x/>" },
      { name: "[Content_Types].xml", text: "<x/>" },
    ]),
    "UPLOAD_TYPE",
  ],
  ["a packed PDF", gzipSync("%PDF-1.7\n1 0 obj\n"), "UPLOAD_TYPE"],
  ["an archive in an archive", gzipSync(gzipSync(TABLE)), "UPLOAD_TYPE"],
  ["half a gzip", gzipSync(TABLE).subarray(0, 20), "UPLOAD_TYPE"],
])("%s is refused", async (_, bytes, code) => {
  await expect(contentOf(bytes)).rejects.toMatchObject({ code });
});
