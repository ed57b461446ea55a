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
