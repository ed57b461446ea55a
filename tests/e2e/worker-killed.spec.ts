import { pidOf } from "../support/product";
import { createNewsletter, newWorkspace, proveConsent, toStep, upload } from "./support/journeys";
import { expect, test } from "./support/story";
import { count, row } from "./support/verify";

/** Ends the worker as a machine that loses power would, and waits for the one that follows. */
async function killWorker(): Promise<void> {
  const pid = pidOf("worker");
  if (!pid) throw new Error("No worker runs.");
  process.kill(pid, "SIGKILL");
  await expect
    .poll(() => pidOf("worker"), { message: "another worker", timeout: 30_000 })
    .not.toBe(pid);
}

// Several times what one transaction takes in, so that a kill finds some done and some not.
const ROWS = 12_000;
const BAD_EVERY = 1_000;

const people = () =>
  ["email,first_name,customer_number"]
    .concat(
      Array.from({ length: ROWS }, (_, index) =>
        index % BAD_EVERY === 0
          ? `not-an-address,P${index},`
          : `p${index}@mail.example,P${index},K-${index}`,
      ),
    )
    .join("\n");

test("a worker killed twice in an import: the same people, the same faults", async ({ page }) => {
  test.slow();
  const workspace = await newWorkspace(page, "Kill");
  await createNewsletter(page);
  const id = await upload(page, { name: "many.csv", content: people() });
  for (const step of ["Columns", "Checks", "Known people", "Consent"]) await toStep(page, step);
  await proveConsent(page);
  await toStep(page, "Summary");
  await page.getByRole("button", { name: "Start import" }).click();

  const done = () => count("select rows_done from imports where id = $1", [id]);
  for (const share of [0.3, 0.9]) {
    await expect
      .poll(done, { intervals: [50], timeout: 120_000, message: `${share} of the rows` })
      .toBeGreaterThanOrEqual(ROWS * share);
    await killWorker();
  }
  const main = page.getByRole("main");
  await expect(main.getByText("Done", { exact: true }).first()).toBeVisible({ timeout: 90_000 });

  const bad = ROWS / BAD_EVERY;
  const result = await row<{ created: number; failed: number; total: number }>(
    `select people_created as created, rows_failed as failed, rows_done as total
       from imports where id = $1`,
    [id],
  );
  expect(result).toEqual({ created: ROWS - bad, failed: bad, total: ROWS });
  const counts = [
    ["contacts", ROWS - bad],
    ["consent_events", ROWS - bad],
  ] as const;
  for (const [table, expected] of counts) {
    const stored = `select count(*) from ${table} where workspace_id = $1`;
    expect(await count(stored, [workspace.id]), table).toBe(expected);
  }
  expect(await count("select count(*) from import_errors where import_id = $1", [id])).toBe(bad);
});
