import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const FILES = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

const TOP = "app|server|db|emails|tests|scripts|docs|messages";

/** Paths of ours in backquotes, and the targets of relative links. */
function citedPaths(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? "");
  const linked = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  const ours = quoted.filter((one) => new RegExp(`^(${TOP})/[\\w./()[\\]-]+$`).test(one));
  const relative = linked
    .filter((one) => !/^([a-z]+:|#)/.test(one))
    .map((one) => path.join(path.dirname(file), one.replace(/#.*$/, "")));
  return [...ours, ...relative];
}

test.each(FILES)("%s names only files that exist", (file) => {
  expect(citedPaths(file).filter((one) => !existsSync(one))).toEqual([]);
});

test("the documents do name files", () => {
  expect(FILES.flatMap(citedPaths).length).toBeGreaterThan(20);
});

test("the README keeps to one page", () => {
  expect(readFileSync("README.md", "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(80);
});
