import { expect, test } from "vitest";
import { replyOf, stepOf } from "./connection.core";

test.each([
  ["connect ECONNREFUSED 192.0.2.1:25", "ESOCKET", "refused"],
  ["connect EHOSTUNREACH 192.0.2.1:25", "ESOCKET", "unreachable"],
  ["Connection timeout", "ETIMEDOUT", "timeout"],
  ["Greeting never received", "ETIMEDOUT", "greeting"],
  ["Invalid greeting", "EPROTOCOL", "greeting"],
  ["self-signed certificate", "ESOCKET", "certificate"],
  ["Hostname/IP does not match certificate's altnames", "ESOCKET", "certificate"],
  ["certificate has expired", "ESOCKET", "certificate"],
  ["error:0A00010B:SSL routines:ssl3_get_record:wrong version number", "ESOCKET", "tls_mismatch"],
  ["Error upgrading connection with STARTTLS", "ETLS", "starttls"],
  ["Invalid login", "EAUTH", "auth"],
  ["Something else", "EPROTOCOL", "protocol"],
])("%s (%s) is %s", (message, code, step) => {
  expect(stepOf({ message, code })).toBe(step);
});

test("a reply is shown in one short line", () => {
  const response = `535-5.7.8 no\r\n535 \u0007${"x".repeat(500)}`;
  expect(replyOf({ message: "", response })).toBe(`535-5.7.8 no 535 ${"x".repeat(143)}`);
});
