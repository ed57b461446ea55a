import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalAddress } from "./address";

const ACCEPTED: [given: string, address: string][] = [
  ["ana@example.com", "ana@example.com"],
  ["  Ana.Lopez+news@Example.COM \t", "ana.lopez+news@example.com"],
  ["o'neil@example.co.uk", "o'neil@example.co.uk"],
  ["a_b-c=d%e@x-y.example", "a_b-c=d%e@x-y.example"],
  ["kontakt@müller.example", "kontakt@xn--mller-kva.example"],
  ["kontakt@MÜLLER.example", "kontakt@xn--mller-kva.example"],
  ["kontakt@xn--mller-kva.example", "kontakt@xn--mller-kva.example"],
  ["a@straße.example", "a@xn--strae-oqa.example"],
  [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
];

// The numbers are the rows of the list of bad inputs in docs/security.md.
const REFUSED: [row: string, given: string, code: string][] = [
  [
    "1 quoted local part that hides an address",
    '"e@evil.com x"@victim.com',
    "EMAIL_QUOTED_LOCALPART",
  ],
  ["1 plain quoted local part", '"john doe"@x.com', "EMAIL_QUOTED_LOCALPART"],
  ["1 display name", '"Ana" <ana@x.com>', "EMAIL_QUOTED_LOCALPART"],
  ["2 two addresses", "a@x.com,b@y.com", "EMAIL_MULTIPLE"],
  ["2 two addresses, semicolon", "a@x.com; b@y.com", "EMAIL_MULTIPLE"],
  ["2 two at signs", "a@b@c.com", "EMAIL_MULTIPLE"],
  ["2 two addresses, blank", "a@x.com b@y.com", "EMAIL_MULTIPLE"],
  ["3 comment in the domain", "u@good.com(x)evil.com", "EMAIL_COMMENT"],
  ["3 comment in the local part", "u(x)@good.com", "EMAIL_COMMENT"],
  ["4 full-width at sign", "u＠victim.com", "EMAIL_NOT_NORMALISED"],
  ["4 small at sign", "u﹫victim.com", "EMAIL_NOT_NORMALISED"],
  ["4 full-width beside a real at sign", "u＠victim.com@evil.com", "EMAIL_NOT_NORMALISED"],
  ["4 ideographic full stop", "u@victim。com", "EMAIL_NOT_NORMALISED"],
  ["4 full-width letters in the local part", "ａna@x.com", "EMAIL_NOT_NORMALISED"],
  ["4 ligature in the local part", "oﬃce@x.com", "EMAIL_NOT_NORMALISED"],
  ["4 decomposed accent in the local part", "jose\u0301@x.com", "EMAIL_NOT_NORMALISED"],
  ["5 zero-width space in the domain", "u@vic\u200btim.com", "EMAIL_DOMAIN_INVALID"],
  ["5 zero-width joiner in the domain", "u@vic\u200dtim.com", "EMAIL_DOMAIN_INVALID"],
  ["5 soft hyphen in the domain", "u@vic\u00adtim.com", "EMAIL_DOMAIN_INVALID"],
  ["5 right-to-left override", "u@\u202emoc.mitciv.com", "EMAIL_DOMAIN_INVALID"],
  ["5 zero-width in the local part", "u\u200b@victim.com", "EMAIL_DOMAIN_INVALID"],
  ["5 full-width domain", "u@ｖictim.com", "EMAIL_DOMAIN_INVALID"],
  ["5 circled letters", "u@ⓥictim.com", "EMAIL_DOMAIN_INVALID"],
  ["5 Kelvin sign", "u@\u212aontor.example", "EMAIL_DOMAIN_INVALID"],
  ["5 bad punycode", "u@xn--zzzzzzzz99.com", "EMAIL_DOMAIN_INVALID"],
  ["5 no dot", "u@localhost", "EMAIL_DOMAIN_INVALID"],
  ["5 IP address", "u@127.0.0.1", "EMAIL_DOMAIN_INVALID"],
  ["5 IP address in hex", "u@0x7f.1", "EMAIL_DOMAIN_INVALID"],
  ["5 address literal", "u@[127.0.0.1]", "EMAIL_DOMAIN_INVALID"],
  ["5 trailing dot", "u@victim.com.", "EMAIL_DOMAIN_INVALID"],
  ["5 empty label", "u@victim..com", "EMAIL_DOMAIN_INVALID"],
  ["5 hyphen at the edge", "u@-victim.com", "EMAIL_DOMAIN_INVALID"],
  ["5 percent-encoded", "u@victim%2ecom", "EMAIL_DOMAIN_INVALID"],
  ["5 path behind a domain that is mapped", "u@müller.example/x", "EMAIL_DOMAIN_INVALID"],
  ["5 letter escaped in a domain that is mapped", "u@müller.%65xample", "EMAIL_DOMAIN_INVALID"],
  ["5 underscore", "u@vic_tim.com", "EMAIL_DOMAIN_INVALID"],
  ["5 label of 64", `u@${"a".repeat(64)}.com`, "EMAIL_DOMAIN_INVALID"],
  ["5 domain of more than 253", `u@${"abcdefgh.".repeat(29)}com`, "EMAIL_DOMAIN_INVALID"],
  ["6 line feed", "u@victim.com\nBcc: e@evil.com", "HEADER_CRLF"],
  ["6 carriage return in front", "\ru@victim.com", "HEADER_CRLF"],
  ["6 at the end", "u@victim.com\r\n", "HEADER_CRLF"],
  ["6 NUL", "u\0@victim.com", "HEADER_CRLF"],
  ["6 Unicode line separator", "u\u2028@victim.com", "HEADER_CRLF"],
  ["– empty", "", "EMAIL_INVALID"],
  ["– no at sign", "victim.com", "EMAIL_INVALID"],
  ["– no local part", "@victim.com", "EMAIL_INVALID"],
  ["– no domain", "u@", "EMAIL_INVALID"],
  ["– angle brackets", "<u@victim.com>", "EMAIL_INVALID"],
  ["– dot at the edge", ".u@victim.com", "EMAIL_INVALID"],
  ["– two dots", "u..v@victim.com", "EMAIL_INVALID"],
  ["– local part of 65", `${"a".repeat(65)}@victim.com`, "EMAIL_INVALID"],
  ["– local part beyond ASCII", "jos\u00e9@x.com", "EMAIL_INVALID"],
  ["– backslash", "u\\v@victim.com", "EMAIL_INVALID"],
];

describe("canonicalAddress", () => {
  it.each(ACCEPTED)("takes %s", (given, address) => {
    expect(canonicalAddress(given)).toEqual({ ok: true, address });
  });

  it.each(REFUSED)("refuses row %s", (_row, given, code) => {
    expect(canonicalAddress(given)).toEqual({ ok: false, code });
  });

  it("gives a form that is its own canonical form, plain ASCII, one at sign", () => {
    const part = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.tuple(part, part).map((p) => p.join("@")),
        ),
        (text) => {
          const verdict = canonicalAddress(text);
          if (!verdict.ok) return;
          expect(verdict.address).toMatch(/^[\x21-\x7e]+$/);
          expect(verdict.address.split("@")).toHaveLength(2);
          expect(canonicalAddress(verdict.address)).toEqual(verdict);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
