import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  readAmount,
  readBoolean,
  readCurrency,
  readDate,
  readDecimal,
  readLine,
  readLocale,
  readPhone,
  readPrice,
  readStock,
  readTimeZone,
  readWebAddress,
} from "./values.core";
import { instantReader } from "./zone.core";

const outcome = <T>(read: { ok: true; value: T } | { ok: false; code: string }) =>
  read.ok ? read.value : read.code;

test.each([
  ["1234", "point", "1234"],
  ["1,234.50", "point", "1234.50"],
  ["1.234,50", "comma", "1234.50"],
  ["12,5", "comma", "12.5"],
  ["12,5", "point", "VALUE_NUMBER"],
  ["1.5", "comma", "VALUE_NUMBER"],
  ["1'234.50", "point", "1234.50"],
  ["1 234,50 €", "comma", "1234.50"],
  ["EUR 12.00", "point", "12.00"],
  ["-7", "point", "-7"],
  ["(7.10)", "point", "-7.10"],
  ["007", "point", "7"],
  ["1,23,456", "point", "VALUE_NUMBER"],
  ["1.", "point", "VALUE_NUMBER"],
  ["", "point", "VALUE_NUMBER"],
  ["1e5", "point", "VALUE_NUMBER"],
] as const)("%s with a decimal %s is %s", (text, mark, expected) => {
  expect(outcome(readDecimal(text, mark))).toBe(expected);
});

test("amounts stay within what the column holds", () => {
  expect(outcome(readAmount("99999999999.99", "point"))).toBe("99999999999.99");
  expect(outcome(readAmount("100000000000", "point"))).toBe("VALUE_NUMBER");
});

test("every amount is read back from how English and German write it", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), (cents) => {
      const value = cents / 100;
      for (const [locale, mark] of [
        ["en", "point"],
        ["de", "comma"],
      ] as const) {
        const written = new Intl.NumberFormat(locale, {
          minimumFractionDigits: 2,
        }).format(value);
        expect(Number(outcome(readDecimal(written, mark)))).toBeCloseTo(value, 5);
      }
    }),
  );
});

test.each([
  ["19970101", "compact", "1997-01-01"],
  ["31.12.2024", "dmy", "2024-12-31"],
  ["1.2.24", "dmy", "2024-02-01"],
  ["12/31/2024", "mdy", "2024-12-31"],
  ["31/12/2024", "mdy", "VALUE_DATE"],
  ["2024-02-29", "ymd", "2024-02-29"],
  ["2023-02-29", "ymd", "VALUE_DATE"],
  ["2024-04-31", "ymd", "VALUE_DATE"],
  ["00000000", "compact", "VALUE_DATE"],
  ["2024-13-01", "ymd", "VALUE_DATE"],
  ["2024-01-01 25:00", "ymd", "VALUE_DATE"],
  ["2024-01-01T10:00 or so", "ymd", "VALUE_DATE"],
] as const)("%s read as %s is %s", (text, order, expected) => {
  const read = readDate(text, order);
  expect(read.ok ? read.value.day : read.code).toBe(expected);
});

describe("an instant", () => {
  const at = (text: string, zone = "Europe/Berlin") => {
    const read = readDate(text, "ymd");
    return read.ok ? instantReader(zone)(read.value).toISOString() : read.code;
  };
  test.each([
    ["2024-07-01", "2024-06-30T22:00:00.000Z"],
    ["2024-01-01", "2023-12-31T23:00:00.000Z"],
    ["2024-07-01 10:30", "2024-07-01T08:30:00.000Z"],
    ["2024-07-01T10:30:05.25Z", "2024-07-01T10:30:05.250Z"],
    ["2024-07-01T10:30:00+0530", "2024-07-01T05:00:00.000Z"],
    // The hour that the clocks skip moves forward.
    ["2024-03-31 02:30", "2024-03-31T01:30:00.000Z"],
  ])("%s in Berlin is %s", (text, expected) => {
    expect(at(text)).toBe(expected);
  });
  test("of a bare day is midnight in other zones too", () => {
    expect(at("2024-07-01", "America/New_York")).toBe("2024-07-01T04:00:00.000Z");
  });
});

test.each([
  ["ja", true],
  ["No", false],
  ["1", true],
  ["x", true],
  ["vielleicht", "VALUE_BOOLEAN"],
])("%s is %s", (text, expected) => {
  expect(outcome(readBoolean(text))).toBe(expected);
});

test.each([
  ["+49 (0)30 123-4567", "+49301234567"],
  ["0049 30 1234567", "+49301234567"],
  ["030 1234567", "VALUE_PHONE"],
])("the phone %s is %s", (text, expected) => {
  expect(outcome(readPhone(text))).toBe(expected);
});

test.each([
  ["DE", "de"],
  ["de_at", "de-AT"],
  ["Deutsch", "VALUE_LOCALE"],
])("the language %s is %s", (text, expected) => {
  expect(outcome(readLocale(text))).toBe(expected);
});

test.each([
  [" europe/berlin ", "Europe/Berlin"],
  ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  ["Pacific/Kiritimati", "Pacific/Kiritimati"],
  ["Asia/Kolkata", "Asia/Kolkata"],
  ["UTC", "UTC"],
  ["Berlin", "VALUE_TIME_ZONE"],
  ["+02:00", "VALUE_TIME_ZONE"],
  ["Mars/Olympus", "VALUE_TIME_ZONE"],
])("the time zone %s is %s", (text, expected) => {
  expect(outcome(readTimeZone(text))).toBe(expected);
});

test.each([
  ["1.200,5", "1200.50"],
  ["0", "0.00"],
  ["-0,01", "VALUE_NEGATIVE"],
  ["zwei", "VALUE_NUMBER"],
])("the price %s is %s", (text, expected) => {
  expect(outcome(readPrice(text, "comma"))).toBe(expected);
});

test.each([
  ["12", 12],
  ["-3", 0],
  ["1.5", "VALUE_NUMBER"],
])("the stock %s is %s", (text, expected) => {
  expect(outcome(readStock(text, "point"))).toBe(expected);
});

test.each([
  ["https://Shop.example/a b", "VALUE_URL"],
  ["https://Shop.example/ä", "https://shop.example/%C3%A4"],
  ["http://shop.example/", "VALUE_URL"],
  ["javascript:alert(1)", "VALUE_URL"],
  ["https://", "VALUE_URL"],
  ["https://bank.example@evil.example/", "VALUE_URL"],
])("the address %s is %s", (text, expected) => {
  expect(outcome(readWebAddress(text))).toBe(expected);
});

test("names carry no line breaks and currencies have three letters", () => {
  expect(outcome(readLine("Ada\r\nBcc: x", 200))).toBe("HEADER_CRLF");
  expect(outcome(readLine("a".repeat(201), 200))).toBe("VALUE_TOO_LONG");
  expect(outcome(readCurrency("€"))).toBe("EUR");
  expect(outcome(readCurrency("Euro"))).toBe("VALUE_CURRENCY");
});
