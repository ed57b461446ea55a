import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ensureBuild } from "./build.mjs";
import { runChecks } from "./check.mjs";
import { LEASH, ROOT, readJson } from "./files.mjs";
import { readInstance } from "./instance.mjs";
import { pickFreePort } from "./ports.mjs";
import { embeddedUrl, startPostgres } from "./postgres.mjs";
import { lastLines } from "./refusal.mjs";
import { runStep } from "./run-step.mjs";
import { loadSecrets } from "./secrets.mjs";
import { startTestProduct } from "./test-product.mjs";

const STEP_WITHIN = 15 * 60_000;

/**
 * What one step of `npm test` came to.
 * @typedef {{passed: number, failed: number, skipped: number, notes: string, failures: string[]}} Tally
 * @typedef {{folder: string, signal: AbortSignal, say: (line: string) => void, browser?: string}} Run
 */

/** @param {Run} run @returns {Promise<Tally>} one test per check */
export async function checkStep({ signal }) {
  const results = await runChecks({ signal });
  const failed = results.filter((result) => !result.isPassed);
  return {
    passed: results.length - failed.length,
    failed: failed.length,
    skipped: 0,
    notes: failed.map(({ name, output }) => `${name}:\n${lastLines(output, 80)}`).join("\n"),
    failures: failed.map(({ name }) => name),
  };
}

/** Builds the web server ahead of the end-to-end tests; its failure shows there as well. */
export async function buildStep({ folder, signal, say }) {
  await ensureBuild({ say, signal, logFile: join(folder, "log", "build.log") });
  return { passed: 1, failed: 0, skipped: 0, notes: "", failures: [] };
}

/** Runs one Vitest project. */
export async function vitestStep({ folder, signal }, project, env = {}) {
  const report = join(folder, `${project}.json`);
  const vitest = join(ROOT, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const command = [process.execPath, "--import", LEASH, vitest, "run", "--project", project];
  const { code, output } = await runStep([...command, ...reporters], {
    env: { ...process.env, ...env, NODE_ENV: "test" },
    signal: limited(signal),
  });
  const counts = readJson(report) ?? {};
  return tally({
    code,
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0),
    notes: code === 0 ? "" : lastLines(output, 150),
    failures: failuresOfVitest(counts),
  });
}

/** Runs the database tests against a server of their own, which outlives a killed Vitest no longer than us. */
export async function databaseStep(run) {
  const server = await startPostgres({
    dataDir: run.folder,
    password: loadSecrets(run.folder).databasePassword,
    database: "postgres",
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
  try {
    return await vitestStep(run, "db", { TEST_DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

/** Starts the product as an operator would, runs the browser stories on it, and stops it. */
export async function endToEndStep(run) {
  const oidcPort = await pickFreePort();
  const product = await startTestProduct({
    ...run,
    settings: {
      MARKED_TEXTS: "1",
      // The stories run an identity provider there when they test single sign-on.
      OIDC_ISSUER: `http://127.0.0.1:${oidcPort}`,
      OIDC_CLIENT_ID: "kairos-e2e",
      OIDC_CLIENT_SECRET: "kairos-e2e-secret",
      OIDC_NAME: "Test login",
    },
  });
  try {
    if (!product.isReady)
      return tally({ code: 1, notes: `The product did not start.\n${product.output()}` });
    return await playwright(run, product);
  } finally {
    await product.stop();
  }
}

async function playwright({ folder, signal, browser }, { env, dataDir, output }) {
  const report = join(folder, "e2e.json");
  const cli = join(ROOT, "node_modules", "@playwright", "test", "cli.js");
  const { databasePassword } = loadSecrets(dataDir);
  const { code, output: said } = await runStep([process.execPath, "--import", LEASH, cli, "test"], {
    env: {
      ...env,
      E2E_BASE_URL: env.BASE_URL,
      E2E_BROWSER: browser,
      E2E_REPORT: report,
      // For verifying only: the stories act through the browser, mail links and public addresses.
      E2E_DATABASE_URL: embeddedUrl(dataDir, databasePassword),
      E2E_SMTP_PORT: String(readInstance(dataDir)?.smtpPort ?? ""),
    },
    signal: limited(signal),
    echo: true,
  });
  const told = readJson(report) ?? {};
  const stats = told.stats ?? {};
  return tally({
    code,
    passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
    failed: stats.unexpected,
    skipped: stats.skipped,
    notes: code === 0 ? "" : `${lastLines(said, 120)}\n--- the product said:\n${output()}`,
    failures: (told.suites ?? []).flatMap(failuresOfPlaywright),
  });
}

// A runner that failed without a failed test (no test found, a file that does not load) failed once.
function tally({ code, passed = 0, failed = 0, skipped = 0, notes = "", failures = [] }) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped, notes, failures };
}

/** Also a file that does not load. */
function failuresOfVitest({ testResults = [] }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const failed = assertionResults.filter((one) => one.status === "failed");
    if (failed.length === 0) return status === "failed" ? [`${file}: ${beginning(message)}`] : [];
    return failed.map((one) => `${file} › ${one.fullName}: ${beginning(one.failureMessages?.[0])}`);
  });
}

function failuresOfPlaywright({ file, specs = [], suites = [] }) {
  const failed = specs.filter((one) => !one.ok);
  return [
    ...failed.map((one) => {
      const error = one.tests.flatMap((test) => test.results).find((result) => result.error)?.error;
      return `${file} › ${one.title}: ${beginning(error?.message)}`;
    }),
    ...suites.flatMap(failuresOfPlaywright),
  ];
}

/** Enough to know what failed when this is all that is left: the reason, a counterexample, a place. */
function beginning(text = "") {
  const lines = stripVTControlCharacters(text).trim().split("\n").slice(0, 8);
  return lines.map((line) => line.trim().slice(0, 500)).join("\n    ");
}

function limited(signal) {
  return AbortSignal.any([signal, AbortSignal.timeout(STEP_WITHIN)]);
}
