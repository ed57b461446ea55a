import { describe, expect, test } from "vitest";
import { isHostName, isPublicAddress, mayBePublicHost } from "./address.core";

const PUBLIC = [
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "126.255.255.255",
  "128.0.0.1",
  "169.253.255.255",
  "169.255.0.0",
  "172.15.255.255",
  "172.32.0.0",
  "192.0.1.1",
  "192.167.255.255",
  "192.169.0.0",
  "198.17.255.255",
  "198.20.0.0",
  "203.0.114.1",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2a00:1450:4001:80b::200e",
  "2001:4860:4860::8888",
  "2400:cb00:2049:1::a29f:1804",
  "2003::1",
];

const PRIVATE: Record<string, string[]> = {
  "this network": ["0.0.0.0", "0.1.2.3"],
  private: ["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1"],
  "carrier's": ["100.64.0.1", "100.127.255.255"],
  loopback: ["127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1"],
  "link-local": ["169.254.169.254", "169.254.0.0", "fe80::1", "febf::1", "fe80::1%eth0"],
  assigned: ["192.0.0.8", "192.0.0.170", "192.88.99.1", "192.31.196.1", "192.52.193.1"],
  documentation: ["192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "3fff::1"],
  benchmarking: ["198.18.0.1", "198.19.255.255", "2001:2::1"],
  multicast: ["224.0.0.1", "239.255.255.255", "ff02::1"],
  reserved: ["240.0.0.1", "255.255.255.255"],
  unspecified: ["::", "0:0:0:0:0:0:0:0"],
  "mapped IPv4": ["::ffff:10.0.0.1", "::ffff:1.1.1.1", "::ffff:0a00:0001", "::FFFF:7f00:1"],
  "compatible IPv4": ["::127.0.0.1", "::1.1.1.1"],
  translated: ["::ffff:0:127.0.0.1"],
  NAT64: ["64:ff9b::10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "64:ff9b::1.1.1.1"],
  "6to4": ["2002:7f00:1::", "2002:a00:1::1", "2002:101:101::1"],
  Teredo: ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001::1"],
  "unique local": ["fc00::1", "fd12:3456:789a::1", "fdff::1"],
  "site-local": ["fec0::1"],
  discarding: ["100::1", "5f00::1"],
  "no address": [
    "",
    "localhost",
    "1.1.1",
    "1.1.1.1.1",
    "1.1.1.256",
    "01.1.1.1",
    "0x7f.0.0.1",
    "2130706433",
    "127.1",
    " 1.1.1.1",
    "1.1.1.1\n",
    "1.1.1.1:25",
    "[2606:4700::1]",
    "2606:4700:::1",
    "2606::4700::1",
    "2606:4700",
    "1:2:3:4:5:6:7:8:9",
    "2606:4700:4700:0:0:0:0:0::",
    "2606:47000::1",
    "2606:4700::g",
    "2606:4700::1.1.1",
  ],
};

describe("addresses of the open internet", () => {
  test.each(PUBLIC)("%s is one", (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });

  test.each(Object.entries(PRIVATE).flatMap(([kind, ips]) => ips.map((ip) => [kind, ip])))(
    "%s: %j is none",
    (_, ip) => {
      expect(isPublicAddress(ip)).toBe(false);
    },
  );
});

describe("hosts as they are typed", () => {
  test.each(["smtp.shop.example", "a1.b-c.example", "MAIL.example", "1.1.1.1", "2606:4700::1"])(
    "%s may be a mail server",
    (host) => {
      expect(mayBePublicHost(host)).toBe(true);
    },
  );

  test.each([
    "",
    "localhost",
    "mail",
    "db.internal",
    "printer.local",
    "x.localhost",
    "smtp.shop.example\r\nRCPT TO:<x@y.example>",
    "smtp.shop.example\n",
    "smtp shop.example",
    "smtp.shop.example:25",
    "user@smtp.shop.example",
    "-a.example",
    "a..example",
    "10.0.0.1",
    "::ffff:10.0.0.1",
    "[::1]",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.example.0x1",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(130)}example`,
  ])("%j may not", (host) => {
    expect(mayBePublicHost(host)).toBe(false);
  });

  test("a name of one label is a name, if only of the own network", () => {
    expect(isHostName("mailserver")).toBe(true);
  });
});
