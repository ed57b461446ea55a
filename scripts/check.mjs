/** `npm run check`: format and lint, types, dead code, migrations. No test runs here. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LEASH, ROOT } from "./files.mjs";
import { installDependencies } from "./install.mjs";
import { runScript } from "./refusal.mjs";
import { runStep } from "./run-step.mjs";

const bin = (name) => join(ROOT, "node_modules", ".bin", name);

const CHECKS = [
  { name: "types", command: [bin("tsc"), "--noEmit", "-p", "."] },
  { name: "biome", command: [bin("biome"), "check", "--diagnostic-level=error", "."] },
  { name: "knip", command: [bin("knip")] },
  { name: "migrations", command: [bin("drizzle-kit"), "check"] },
];

/**
 * Runs every check, two at a time, also after one failed.
 * @returns {Promise<{name: string, isPassed: boolean, output: string}[]>}
 */
export async function runChecks({ signal } = {}) {
  await generateRouteTypes(signal);
  const waiting = [...CHECKS];
  const results = [];
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { code, output } = await runStep(check.command, { signal });
      results.push({ name: check.name, isPassed: code === 0, output });
    }
  };
  await Promise.all([lane(), lane()]);
  return results;
}

/** Next writes next-env.d.ts and the types of the routes; a fresh clone has neither. */
async function generateRouteTypes(signal) {
  const next = join("node_modules", "next", "dist", "bin", "next");
  if (!existsSync(join(ROOT, next))) return;
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  await runStep([process.execPath, "--import", LEASH, next, "typegen"], { env, signal });
}

async function main() {
  await installDependencies();
  const results = await runChecks();
  for (const { name, isPassed, output } of results) {
    console.log(isPassed ? `${name}: ok` : `${name}: failed\n${output}`);
  }
  const failed = results.filter((result) => !result.isPassed).map((result) => result.name);
  console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runScript(main);
