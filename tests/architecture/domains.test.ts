import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/**
 * A domain imports only the doors of domains before it in this list; upward talk is a job. Edges
 * (last line) may import every domain and are imported by none, except where named.
 */
const ORDER = [
  ["kernel"],
  ["audit", "jobs"],
  ["files", "mailbox"],
  ["workspaces"],
  ["senders"],
  ["contacts"],
  ["catalog"],
  ["consent"],
  ["segments"],
  ["content"],
  ["tracking"],
  ["delivery"],
  ["imports", "campaigns", "reporting"],
  ["profiles", "home"],
];
const EDGES = ["auth", "trpc", "http", "worker", "admin", "demo"];
/** Importable from any router (procedures) or job handler (its context). */
const FROM_ROUTERS = ["trpc"];
const FROM_JOBS = ["worker"];

const root = path.resolve("server");
const rank = new Map(ORDER.flatMap((level, i) => level.map((name) => [name, i] as const)));

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => path.join(folder, file));
}

function importedDomains(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/from "(?:\.\.\/|@\/server\/)([a-z]+)(?:\/[^"]*)?"/g)].map(
    (match) => match[1] ?? "",
  );
}

test("every folder of server/ has its place in the order", () => {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(folders.filter((name) => !rank.has(name) && !EDGES.includes(name))).toEqual([]);
});

/** What a file may import besides lower domains: routers the procedures, job handlers their context. */
function extras(file: string): string[] {
  const name = path.basename(file);
  if (name.endsWith("router.ts")) return FROM_ROUTERS;
  return name.includes("jobs") ? FROM_JOBS : [];
}

function wrongImports(domain: string, file: string): string[] {
  const level = rank.get(domain) ?? 0;
  const isLower = (target: string) => (rank.get(target) ?? Number.POSITIVE_INFINITY) < level;
  return importedDomains(file)
    .filter((target) => target !== domain && !extras(file).includes(target) && !isLower(target))
    .map((target) => `${path.relative(root, file)} imports ${target}`);
}

test("imports run one way through the domains", () => {
  const wrong = [...rank.keys()].flatMap((domain) =>
    sources(path.join(root, domain)).flatMap((file) => wrongImports(domain, file)),
  );
  expect(wrong).toEqual([]);
});
