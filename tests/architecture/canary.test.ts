import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

/**
 * A gate that cannot fail is no gate: each file here breaks one rule of the house, and the linter
 * must report exactly these.
 */
const PLANTED: Record<string, string> = {
  "server/contacts/impure.core.ts": `import { query } from "../consent/queries";\nexport const a = query;\n`,
  "server/consent/queries.ts": `export const query = 1;\n`,
  "server/contacts/reach-in.ts": `import { query } from "../consent/queries";\nexport const b = query;\n`,
  "server/contacts/pool.ts": `import { database } from "@/db/client";\nexport const c = database;\n`,
  "server/contacts/upward.ts": `import { screen } from "@/app/screen";\nexport const d = screen;\n`,
  "app/screen.ts": `import { brands } from "@/db";\nexport const screen = brands;\n`,
  "app/deep.ts": `import { query } from "@/server/consent/queries";\nexport const deep = query;\n`,
  "db/leaf.ts": `import { x } from "@/server/contacts";\nexport const leaf = x;\n`,
  "server/contacts/unawaited.ts": `declare const tx: { insert(t: string): Promise<void> };\nexport function write() {\n  tx.insert("a");\n}\n`,
  "server/contacts/everything.ts": `declare const tx: { delete(t: string): Promise<void> };\nexport const all = () => tx.delete("a");\n`,
  "server/contacts/secret.ts": `export const s = process.env.APP_SECRET;\n`,
  "server/contacts/BadName.ts": `export const n = 1;\n`,
};
const EXPECTED: Record<string, string[]> = {
  "server/contacts/impure.core.ts": ["lint/style/noRestrictedImports"],
  "server/contacts/reach-in.ts": ["lint/correctness/noPrivateImports"],
  "server/contacts/pool.ts": ["lint/style/noRestrictedImports"],
  "server/contacts/upward.ts": ["lint/style/noRestrictedImports"],
  "app/screen.ts": ["lint/style/noRestrictedImports"],
  "app/deep.ts": ["lint/style/noRestrictedImports"],
  "db/leaf.ts": ["lint/style/noRestrictedImports"],
  "server/contacts/unawaited.ts": ["plugin"],
  "server/contacts/everything.ts": ["plugin"],
  "server/contacts/secret.ts": ["lint/style/noProcessEnv"],
  "server/contacts/BadName.ts": ["lint/style/useFilenamingConvention"],
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "kairos-canary-"));
  for (const file of ["biome.json", "drizzle-writes.grit", "package.json", "tsconfig.json"]) {
    cpSync(file, path.join(folder, file));
  }
  for (const [file, text] of Object.entries(PLANTED)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  diagnostics: {
    category: string;
    severity: string;
    location: { path: string | { file: string } };
  }[];
}

test("the linter finds every planted violation", async () => {
  const biome = path.resolve("node_modules/.bin/biome");
  const args = ["lint", "--reporter=json", "--vcs-enabled=false", "--max-diagnostics=200", "."];
  const { stdout } = await promisify(execFile)(biome, args, { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  const report: Report = JSON.parse(stdout);
  const found: Record<string, string[]> = {};
  for (const { category, location } of report.diagnostics) {
    const at = typeof location.path === "string" ? location.path : location.path.file;
    const file = at.replace(/^\.\//, "").replace(`${folder}/`, "");
    found[file] = [...(found[file] ?? []), category];
  }
  for (const [file, rules] of Object.entries(EXPECTED)) {
    expect(found[file] ?? [], file).toEqual(expect.arrayContaining(rules));
  }
});
