import { describe, expect, test } from "vitest";
import {
  dkimFinding,
  dkimRecord,
  dmarcFinding,
  dmarcRecord,
  spfFinding,
  spfRecord,
  type TxtAnswer,
} from "./dns.core";

const KEY = `MIIBIjANBgkq${"A".repeat(380)}`;
const found = (...records: string[][]): TxtAnswer => ({ ok: true, records });
const MISSING: TxtAnswer = { ok: false, reason: "missing" };
const UNREACHABLE: TxtAnswer = { ok: false, reason: "unreachable" };
const { value: RECORD } = dkimRecord("shop.example", { selector: "k", publicKey: KEY });

describe("the record of a key", () => {
  test.each<[string, TxtAnswer, string]>([
    ["as it was shown", found([RECORD]), "ok"],
    ["in strings of 255", found([RECORD.slice(0, 255), RECORD.slice(255)]), "ok"],
    ["in many strings", found(RECORD.match(/.{1,40}/g) ?? []), "ok"],
    [
      "with blanks in the key",
      found([RECORD.replace(KEY, `${KEY.slice(0, 50)} ${KEY.slice(50)}`)]),
      "ok",
    ],
    ["with another order and a last semicolon", found([`p=${KEY} ; k = rsa; t=s;`]), "ok"],
    ["that names its hashes", found([`v=DKIM1; h=sha1:sha256; s=*; p=${KEY}`]), "ok"],
    ["that is not there", MISSING, "missing"],
    ["whose name is there without one", found(), "missing"],
    ["of nobody's answer", UNREACHABLE, "unreachable"],
    ["of another key", found([`v=DKIM1; k=rsa; p=${KEY}BB`]), "other_key"],
    ["cut off", found([RECORD.slice(0, 255)]), "other_key"],
    ["that was revoked", found(["v=DKIM1; k=rsa; p="]), "revoked"],
    ["beside another", found([RECORD], ["v=spf1 -all"]), "several"],
    ["twice", found([RECORD], [RECORD]), "several"],
    ["in quotes", found([`"${RECORD}"`]), "quoted"],
    [
      "in quotes within",
      found([RECORD.replace(KEY, `${KEY.slice(0, 9)}" "${KEY.slice(9)}`)]),
      "quoted",
    ],
    ["without a key", found(["v=DKIM1; k=rsa"]), "malformed"],
    ["of another kind", found(["hello"]), "malformed"],
    ["of another method", found([`v=DKIM1; k=ed25519; p=${KEY}`]), "malformed"],
    ["for another hash", found([`v=DKIM1; h=sha1; p=${KEY}`]), "malformed"],
    ["for another service", found([`v=DKIM1; s=tlsrpt; p=${KEY}`]), "malformed"],
    ["of another version", found([`v=DKIM2; p=${KEY}`]), "malformed"],
    ["with a key twice", found([`p=${KEY}; p=${KEY}`]), "malformed"],
  ])("%s", (_, answer, state) => {
    expect(dkimFinding(answer, KEY).state).toBe(state);
  });

  test("what stands there instead is told in one line", () => {
    const finding = dkimFinding(found([`x\r\n${"y".repeat(900)}`]), KEY);
    expect(finding).toEqual({ state: "malformed", found: `x ${"y".repeat(198)}` });
  });
});

describe("the return path's record", () => {
  test.each<[TxtAnswer, string]>([
    [found(["v=spf1 a:smtp.shop.example ~all"]), "ok"],
    [found(["site-verification=1"], ["v=spf1 -all"]), "ok"],
    [found(["v=spf10 -all"]), "missing"],
    [MISSING, "missing"],
    [found(["v=spf1 -all"], ["V=SPF1 mx -all"]), "several"],
    [UNREACHABLE, "unreachable"],
  ])("%j is %s", (answer, state) => {
    expect(spfFinding(answer).state).toBe(state);
  });

  test("names the hosts that are known", () => {
    const hosts = ["smtp.a.example", "192.0.2.1", "2001:db8::1"];
    expect(spfRecord("n.example", hosts)).toEqual({
      name: "n.example",
      value: "v=spf1 a:smtp.a.example ip4:192.0.2.1 ip6:2001:db8::1 ~all",
    });
    expect(spfRecord("n.example", []).value).toBe("v=spf1 mx ~all");
  });
});

describe("the policy", () => {
  test.each<[TxtAnswer, string]>([
    [found([dmarcRecord("shop.example").value]), "ok"],
    [found(["v=DMARC1;p=REJECT"]), "ok"],
    [found(["v=DMARC1; rua=mailto:x@y.example"]), "malformed"],
    [found(["v=DMARC1; p=none"], ["v=DMARC1; p=reject"]), "several"],
    [found(["something"]), "missing"],
    [MISSING, "missing"],
    [UNREACHABLE, "unreachable"],
  ])("%j is %s", (answer, state) => {
    expect(dmarcFinding(answer, "shop.example").state).toBe(state);
  });
});
