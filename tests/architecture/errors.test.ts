import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ERROR_STATUS } from "@/server/kernel";
import de from "../../messages/de/errors.json";
import en from "../../messages/en/errors.json";

test("every error code has its sentence in both languages, and no sentence lacks a code", () => {
  const codes = Object.keys(ERROR_STATUS).sort();
  for (const catalogue of [en, de]) {
    // Codes are upper case; what is lower case words the page around them.
    const sentences = Object.keys(catalogue).filter((key) => key === key.toUpperCase());
    expect(sentences.sort()).toEqual(codes);
  }
});

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .filter((file) => file !== path.join("server", "kernel", "errors.ts"))
    .map((file) => readFileSync(file, "utf8"));
}

test("every error code is used: nobody is prepared for what cannot happen", () => {
  // In quotes: a comment that names a code throws nothing.
  const quoted = new Set(
    ["server", "app", "emails"]
      .flatMap(sourcesOf)
      .flatMap((text) => text.match(/"[A-Z_]+"/g) ?? []),
  );
  expect(Object.keys(ERROR_STATUS).filter((code) => !quoted.has(`"${code}"`))).toEqual([]);
});
