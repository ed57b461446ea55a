import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePieces } from "@/tests/support/quoted-printable";
import { decodedBytes, encodePiece } from "./quoted-printable.core";

const text = fc.string({
  unit: fc.constantFrom("a", " ", "\t", ".", "F", "=", "\n", "ä", "€", "😀", "{", "long word"),
  maxLength: 300,
});

const crlf = (given: string) => given.replace(/\r\n|\r|\n/g, "\r\n");

describe("quoted-printable in pieces", () => {
  it("gives the texts back, one after the other", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (pieces) => {
        expect(decodePieces(pieces.map(encodePiece).join(""))).toBe(pieces.map(crlf).join(""));
      }),
    );
  });

  it("has no line that a mail server or an old mailbox would change", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (pieces) => {
        const encoded = pieces.map(encodePiece).join("");
        for (const line of encoded.split("\r\n")) {
          expect(line.length).toBeLessThanOrEqual(76);
          expect(line).not.toMatch(/^\.|^From|[ \t]$|[^\t -~]/);
        }
      }),
    );
  });

  it("knows how much it stands for", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect(decodedBytes(encodePiece(one))).toBe(Buffer.byteLength(one));
      }),
    );
  });

  it("ends where a line ends, so that anything may follow", () => {
    fc.assert(fc.property(text, (one) => /^$|\r\n$/.test(encodePiece(one))));
  });
});
