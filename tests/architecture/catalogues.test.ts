import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AbstractIntlMessages, createTranslator } from "next-intl";
import { describe, expect, it } from "vitest";
import { LOCALES, negotiate } from "@/app/_i18n/locales";
import { type Catalogue, markedCatalogue } from "@/app/_i18n/marked";
import { ERROR_STATUS } from "@/server/kernel";
import { icuArguments, parseIcu } from "./icu";

const root = join(import.meta.dirname, "../..");

function load(locale: string): Record<string, Catalogue> {
  const folder = join(root, "messages", locale);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace(/\.json$/, ""),
      JSON.parse(readFileSync(join(folder, file), "utf8")) as Catalogue,
    ]),
  );
}

function flatten(catalogue: Catalogue, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]): [string, string][] => {
      const path = prefix ? `${prefix}.${key}` : key;
      return typeof value === "string" ? [[path, value]] : [...flatten(value, path)];
    }),
  );
}

/** Formats every message once with made-up values; returns what the formatter complains about. */
function complaints(catalogue: AbstractIntlMessages, locale: string): string[] {
  const found: string[] = [];
  const t = createTranslator({
    locale,
    messages: catalogue,
    timeZone: "Europe/Berlin",
    onError: (error) => found.push(error.message),
  });
  // The keys are only known at run time.
  const format = t.markup as (key: string, values: Record<string, unknown>) => string;
  for (const [key, message] of flatten(catalogue as Catalogue)) {
    const values = icuArguments(parseIcu(message)).map((argument) => {
      const [name = "", type] = argument.split(":");
      if (type === "tag") return [name, (chunks: string) => chunks];
      if (type === "date" || type === "time") return [name, new Date(0)];
      return [name, type === "" || type === "select" ? "x" : 2];
    });
    format(key, Object.fromEntries(values));
  }
  return found;
}

const catalogues = new Map(LOCALES.map((locale) => [locale, load(locale)]));
const reference = flatten(catalogues.get("en") ?? {});

describe.each(LOCALES)("catalogue %s", (locale) => {
  const catalogue = catalogues.get(locale) ?? {};
  const messages = flatten(catalogue);

  it("has the same keys as English", () => {
    expect([...messages.keys()].sort()).toEqual([...reference.keys()].sort());
  });

  it("has the same arguments as English", () => {
    const different = [...messages].filter(([key, message]) => {
      const twin = reference.get(key) ?? "";
      return icuArguments(parseIcu(message)).join() !== icuArguments(parseIcu(twin)).join();
    });
    expect(different).toEqual([]);
  });

  it("has no empty text and no stray blanks", () => {
    const bad = [...messages].filter(([, text]) => text.trim() === "" || text !== text.trim());
    expect(bad).toEqual([]);
  });

  it("can be formatted", () => {
    expect(complaints(catalogue, locale)).toEqual([]);
  });

  it("has a sentence for every error code, and none for a code that does not exist", () => {
    const { page, ...codes } = catalogue.errors ?? {};
    expect(page).toBeTypeOf("object");
    expect(Object.keys(codes).sort()).toEqual(Object.keys(ERROR_STATUS).sort());
  });
});

describe("marked catalogue", () => {
  it("can be formatted everywhere", () => {
    const marked = markedCatalogue(catalogues.get("en") ?? {});
    expect(complaints(marked, "en")).toEqual([]);
  });
});

describe("language of a request", () => {
  it.each([
    [null, "en"],
    ["de-AT,de;q=0.9,en;q=0.8", "de"],
    ["fr-FR, en;q=0.5, de;q=0.7", "de"],
    ["de;q=0, en", "en"],
    ["*", "en"],
    ["", "en"],
  ])("%s gives %s", (header, locale) => {
    expect(negotiate(header)).toBe(locale);
  });
});
