/**
 * `npm test`: everything, on a machine with only Node.js. Installs what is missing, finds or
 * installs a browser, runs every step even when an earlier one failed, and closes with one line
 * `N passed, N failed`. `npm test -- unit db` runs only the steps named.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { ROOT } from "./files.mjs";
import { installDependencies } from "./install.mjs";
import { Refusal } from "./refusal.mjs";
import { makeTestFolder } from "./test-folder.mjs";
import { buildStep, checkStep, databaseStep, endToEndStep, vitestStep } from "./test-steps.mjs";

const STEPS = {
  check: checkStep,
  unit: (run) => vitestStep(run, "unit"),
  build: buildStep,
  scripts: (run) => vitestStep(run, "scripts"),
  db: databaseStep,
  send: (run) => vitestStep(run, "send"),
  e2e: browserStep,
};

// The build keeps one core busy and the checks and unit tests the other. The stories run alone: they have no
// second try, so nothing shall make the machine slow under them.
const ORDER = [["check", "build", "unit"], ["db", "scripts"], ["send"], ["e2e"]];

/** Where the stories keep a picture of each screen; `.ci/run` hands the folder on. */
const PICTURES = "test-results/screens";

const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, a line each: said once more at the end, where it is looked for. */
const failures = [];
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stopping.abort());

const say = (line) => console.log(line);

await main(process.argv.slice(2));
if (failures.length > 0) say(`Not passed:\n${failures.map((line) => `  ${line}`).join("\n")}`);
const { passed, failed, skipped } = total;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function main(only) {
  const unknown = only.filter((name) => !(name in STEPS));
  if (unknown.length > 0) {
    return fail(
      "npm test",
      new Refusal(`There is no step ${unknown[0]}: ${Object.keys(STEPS).join(", ")}.`),
    );
  }
  let folder;
  try {
    await installDependencies({ say, signal: stopping.signal });
    folder = await makeTestFolder();
    const run = { folder: folder.folder, signal: stopping.signal, say };
    for (const group of ORDER) {
      const names = group.filter((name) => only.length === 0 || only.includes(name));
      await Promise.all(names.map((name) => runOne(name, run)));
    }
  } catch (error) {
    fail("npm test", error);
  } finally {
    folder?.remove();
  }
}

async function runOne(name, run) {
  // Cut short is not passed.
  if (stopping.signal.aborted) return fail(name, new Refusal("stopped before it ran."));
  const startedAt = Date.now();
  try {
    const result = await STEPS[name](run);
    for (const key of Object.keys(total)) total[key] += result[key];
    failures.push(...result.failures.map((line) => `${name}: ${line}`));
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    if (result.notes) say(`--- ${name}\n${result.notes}\n---`);
    say(`${name}: ${result.passed} ok, ${result.failed} not ok (${seconds} s)`);
  } catch (error) {
    fail(name, error);
  }
}

async function browserStep(run) {
  const browser = await ensureBrowser({ say, signal: run.signal });
  // Those of an earlier run would pass for this one's.
  rmSync(join(ROOT, PICTURES), { recursive: true, force: true });
  try {
    return await endToEndStep({ ...run, browser });
  } finally {
    sayPictures();
  }
}

/** Also after a failure: then one wants to see them most. */
function sayPictures() {
  const folder = join(ROOT, PICTURES);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const count = files.filter((name) => name.endsWith(".png")).length;
  say(`Pictures of the screens: ${count} in ${PICTURES}.`);
}

function fail(name, error) {
  total.failed += 1;
  failures.push(`${name}: ${error.message ?? error}`);
  say(`${name}: ${error instanceof Refusal ? error.message : (error.stack ?? error)}`);
}
