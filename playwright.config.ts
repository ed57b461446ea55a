import { defineConfig } from "@playwright/test";
import { browserArguments, findBrowser } from "./scripts/browser.mjs";
import { OWNER_STATE } from "./tests/e2e/support/owner";

// The walks have products of their own.
const LONG = [
  "walk-killed.spec.ts",
  "walk.spec.ts",
  "demo.spec.ts",
  "letter.spec.ts",
  "worker-killed.spec.ts",
];
// What the screens look at beside the letter.
const LEFT_BEHIND = ["outsider.spec.ts"];

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
      // Those that take longest begin first, so that none of them runs on alone in the end.
      name: "long",
      dependencies: ["first-run"],
      testMatch: [...LONG, ...LEFT_BEHIND],
      use: { storageState: OWNER_STATE },
    },
    {
      name: "stories",
      dependencies: ["first-run"],
      testIgnore: ["first-run.spec.ts", "screens/*.spec.ts", ...LONG, ...LEFT_BEHIND],
      use: { storageState: OWNER_STATE },
    },
    {
      // They look at what the story of the letter left behind.
      name: "screens",
      dependencies: ["long"],
      timeout: 60_000,
      testMatch: "screens/*.spec.ts",
    },
  ],
  fullyParallel: true,
  outputDir: "test-results/e2e",
  // On two cores: the others fill the moments in which a story waits.
  workers: 4,
  // A story that passes at the second try has found a fault.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
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
    // A trace costs a fifth of the run; by hand: npm run test:e2e -- --trace on.
    trace: "off",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.E2E_BROWSER ?? findBrowser(),
      args: browserArguments(),
    },
  },
});
