import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file))
    .map((file) => join(root, folder, file));
}

type Tree = { [key: string]: string | Tree };

const english: Tree = Object.fromEntries(
  filesIn("messages/en", /\.json$/).map((file) => [
    basename(file, ".json"),
    JSON.parse(readFileSync(file, "utf8")) as Tree,
  ]),
);

function find(path: string): string | Tree | undefined {
  return path
    .split(".")
    .reduce<string | Tree | undefined>(
      (at, key) => (typeof at === "object" ? at[key] : undefined),
      english,
    );
}

/** `const t = useTranslations("nav")`: names and the namespaces they stand for in this file. */
function translators(source: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const pattern = /const (\w+) = (?:await )?(?:use|get)Translations\("([\w.-]+)"\)/g;
  for (const [, name = "", namespace = ""] of source.matchAll(pattern)) {
    found.set(name, (found.get(name) ?? new Set()).add(namespace));
  }
  return found;
}

/** Keys that a file asks for and the catalogue does not have. Built-up keys are left out. */
function missingKeys(source: string): string[] {
  return [...translators(source)].flatMap(([name, namespaces]) => {
    const call = new RegExp(
      `(?<![\\w.])${name}(?:\\.(?:rich|markup|raw))?\\(\\s*"([\\w.-]+)"`,
      "g",
    );
    return [...source.matchAll(call)]
      .map((match) => match[1] ?? "")
      .filter(
        (key) => ![...namespaces].some((space) => typeof find(`${space}.${key}`) === "string"),
      )
      .map((key) => `${[...namespaces].join("|")}.${key}`);
  });
}

describe("texts of the screens", () => {
  const files = filesIn("app", /\.tsx?$/);

  it("finds the screens", () => {
    expect(files.length).toBeGreaterThan(40);
  });

  it("are all in the catalogues", () => {
    const missing = files.flatMap((file) =>
      missingKeys(readFileSync(file, "utf8")).map(
        (key) => `${file.slice(root.length + 1)}: ${key}`,
      ),
    );
    expect(missing).toEqual([]);
  });
});
