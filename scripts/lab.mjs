/**
 * `npm run bench -- <name>` and `npm run chaos`: starts one program of the laboratory in tests/send with
 * what it was given. Only a checkout after `npm ci` is needed.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./files.mjs";

const [program, ...rest] = process.argv.slice(2);
const [name, args] = program === "bench" ? [rest[0] ?? "", rest.slice(1)] : [program, rest];
const entries = { send: "bench.ts", chaos: "chaos.ts" };

if (!(name in entries)) {
  console.error(`There is no "${name}" here; known: npm run bench -- send, npm run chaos.`);
  process.exit(2);
}
if (!existsSync(join(ROOT, "node_modules", "tsx"))) {
  console.error("Dependencies are missing: run npm ci first.");
  process.exit(2);
}

const entry = join(ROOT, "tests", "send", entries[name]);
const child = spawn(process.execPath, ["--import", "tsx", entry, ...args], {
  cwd: ROOT,
  stdio: "inherit",
  // React decides by it, before anything else is loaded.
  env: { ...process.env, NODE_ENV: "production" },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
