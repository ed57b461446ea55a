import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { ROOT } from "./files.mjs";
import { Refusal } from "./refusal.mjs";
import { runStep } from "./run-step.mjs";

// The shell first: without the parts nobody sees it takes a third less of the processor.
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
];
const APPLE = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const INSTALL_WITHIN = 10 * 60_000;

/**
 * Arguments every test browser gets: no traffic of its own, no sandbox where root cannot have one.
 * @public
 */
export function browserArguments() {
  const quiet = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet;
}

/**
 * The browser that is there already: the system's, else Playwright's own.
 * @public
 */
export function findBrowser() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const system = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...system, APPLE, ...playwrightsOwn()].find((path) => isExecutable(path) && runs(path));
}

/**
 * Finds a browser for the end-to-end tests or installs one: Playwright's own, then Debian's package.
 * @returns {Promise<string>} the path of its program
 */
export async function ensureBrowser({ say = console.log, signal } = {}) {
  const found = findBrowser();
  if (found) return found;
  say("Installing a browser for the tests …");
  for (const commands of [playwrightInstall(), ...debianInstalls()]) {
    for (const command of commands) await installWith(command, signal);
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Refusal(
    "The end-to-end tests need a browser: install Chromium (Debian: apt-get install chromium) and run npm test again.",
    "NO_BROWSER",
  );
}

async function installWith(command, signal) {
  const limit = AbortSignal.timeout(INSTALL_WITHIN);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runStep(command, { env, signal: signal ? AbortSignal.any([signal, limit]) : limit });
}

function playwrightInstall() {
  const cli = join(ROOT, "node_modules", "@playwright", "test", "cli.js");
  return existsSync(cli) ? [[process.execPath, cli, "install", "chromium"]] : [];
}

/** Ways to try one after the other. */
function debianInstalls() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return [];
  const install = ["apt-get", "install", "-y", "--no-install-recommends"];
  return [
    [
      ["apt-get", "update"],
      [...install, "chromium-headless-shell"],
    ],
    [[...install, "chromium"]],
  ];
}

function playwrightsOwn() {
  try {
    const require = createRequire(join(ROOT, "package.json"));
    return [require("@playwright/test").chromium.executablePath()];
  } catch {
    // Not installed yet.
    return [];
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// Some systems ship a program that only says how to install the real one.
function runs(path) {
  return spawnSync(path, ["--version"], { timeout: 20_000, stdio: "ignore" }).status === 0;
}
