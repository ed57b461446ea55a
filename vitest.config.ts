import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = path.dirname(fileURLToPath(import.meta.url));
const resolve = { alias: [{ find: /^@\//, replacement: `${root}/` }] };
const exclude = ["node_modules/**", ".next/**", ".next-*/**", ".data*/**", "tests/e2e/**"];

export default defineConfig({
  resolve,
  test: {
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.ts", "tests/scripts/**", "tests/send/**"],
          // Vite sets BASE_URL to its own "/"; ours is an address.
          env: {
            APP_SECRET: "unit-tests-unit-tests-unit-tests-unit-tests",
            BASE_URL: "http://localhost:3000",
          },
          testTimeout: 20_000,
        },
      },
      {
        resolve,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude,
          globalSetup: ["tests/support/global-setup.ts"],
          setupFiles: ["tests/support/setup-database.ts"],
          env: { BASE_URL: "http://localhost:3000" },
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // One database per worker: two keep both cores busy.
          maxWorkers: 2,
        },
      },
      {
        // Starts and kills real processes: slow, and nothing a domain's author needs to run.
        resolve,
        test: {
          name: "scripts",
          include: ["tests/scripts/**/*.test.ts"],
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        // The sender under attack: databases and processes of its own, which keep both cores busy.
        resolve,
        test: {
          name: "send",
          include: ["tests/send/**/*.test.ts"],
          testTimeout: 120_000,
          maxConcurrency: 2,
          // The files one after the other: a run under attack has a clock.
          fileParallelism: false,
        },
      },
    ],
  },
});
