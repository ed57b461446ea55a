import { setTimeout as sleep } from "node:timers/promises";
import type { Locator, Page } from "@playwright/test";
import {
  completeEntity,
  createNewsletter,
  importReaders,
  newLetter,
  newWorkspace,
  sendLetter,
  writeLetter,
} from "./support/journeys";
import { labelOf, sinkMails } from "./support/sink";
import { expect, test } from "./support/story";
import { rows } from "./support/verify";

const READERS = Array.from({ length: 30 }, (_, index) => `reader${index + 1}@mail.example`);

/** Two letters a second: slow enough that somebody can press something meanwhile. */
async function slowDown(page: Page): Promise<void> {
  await page.goto("/settings/sending/limits");
  await page.getByLabel("Recipient domain").fill("mail.example");
  await page.getByLabel("Letters per minute").fill("120");
  await page.getByRole("button", { name: "Set limit" }).click();
  await expect(page.getByRole("row", { name: /mail\.example/ })).toContainText("120");
}

/** Writes a letter, sends it, and resolves to its campaign's id when the first have gone. */
async function beginSending(page: Page, subject: string, gone: () => string[]): Promise<string> {
  const campaignId = await newLetter(page, subject);
  await writeLetter(page, {
    subject,
    preheader: "",
    heading: "Hello",
    text: "One after the other.",
    button: { label: "Shop", href: "https://shop.nord.example/" },
  });
  await sendLetter(page, READERS.length);
  await expect.poll(() => gone().length).toBeGreaterThanOrEqual(3);
  return campaignId;
}

/** A number above the report, by its name. */
function figure(page: Page, name: string) {
  const term = page.getByRole("term").getByText(name, { exact: true });
  return page.getByRole("main").locator("dl > div").filter({ has: term }).getByRole("definition");
}

test("a send is paused, goes on, and another one is cancelled", async ({ page }) => {
  const workspace = await newWorkspace(page, "Controls");
  const goneOf = (subject: string) => () =>
    sinkMails({ label: labelOf(workspace.id), subject }).flatMap((mail) => mail.to);
  await completeEntity(page);
  await createNewsletter(page);
  await importReaders(page, { name: "a.csv", content: ["E-Mail", ...READERS].join("\r\n") });
  await slowDown(page);
  const main = page.getByRole("main");
  const press = (name: string) => main.getByRole("button", { name, exact: true }).click();
  const control = (name: string) => main.getByRole("button", { name, exact: true });

  const gone = goneOf("Paused");
  const paused = await beginSending(page, "Paused", gone);

  await test.step("what had gone when it was paused is all that goes", async () => {
    await press("Pause");
    await expect(control("Resume")).toBeVisible();
    await expect(control("Pause")).toBeHidden();
    // What was just being handed over has arrived.
    await expect(async () => {
      expect(await figure(page, "Sent").textContent()).toBe(String(gone().length));
    }).toPass();
    const count = gone().length;
    expect(count).toBeLessThan(READERS.length);
    await expect(figure(page, "Waiting")).toHaveText(String(READERS.length - count));
    // Eight more would have gone, and two looks been taken.
    await sleep(4_000);
    expect(gone()).toHaveLength(count);
    await expect(figure(page, "Sent")).toHaveText(String(count));
  });

  await test.step("resumed, all others get it, and nobody twice", async () => {
    await press("Resume");
    await expect(control("Pause")).toBeVisible();
    await expect.poll(() => gone().length, { timeout: 40_000 }).toBe(READERS.length);
    await expect(figure(page, "Sent")).toHaveText(String(READERS.length), { timeout: 40_000 });
    await expect(control("Cancel sending")).toBeHidden();
    expect([...new Set(gone())].sort()).toEqual([...READERS].sort());
  });

  const goneBefore = goneOf("Cancelled");
  const cancelled = await beginSending(page, "Cancelled", goneBefore);

  await test.step("cancelled after a question, with the number that had gone", async () => {
    await press("Cancel sending");
    const question = page.getByRole("alertdialog");
    await expect(question.getByText("Letters that have gone cannot be taken back")).toBeVisible();
    await question.getByRole("button", { name: "Cancel sending" }).click();
    const told = page.getByText(/^Cancelled\. \d+ letters had gone\.$/);
    await expect(told).toBeVisible();
    const numberIn = async (said: Locator) => Number((await said.textContent())?.match(/\d+/)?.[0]);
    // This mail server takes what it is being handed.
    const more = page.getByText(/^\d+ more \w+ just being handed over/);
    const underWay = (await more.isVisible()) ? await numberIn(more) : 0;
    const count = (await numberIn(told)) + underWay;
    expect(count).toBeGreaterThanOrEqual(3);
    expect(count).toBeLessThan(READERS.length);
    await expect(figure(page, "Sent")).toHaveText(String(count));
    await expect(figure(page, "Not sent")).toHaveText(String(READERS.length - count));
    await expect(
      main.getByRole("listitem").filter({ hasText: "Campaign cancelled" }),
    ).toBeVisible();
    for (const name of ["Pause", "Resume", "Cancel sending"]) {
      await expect(control(name)).toBeHidden();
    }
    expect(goneBefore()).toHaveLength(count);
    await sleep(2_000);
    expect(goneBefore()).toHaveLength(count);
  });

  const audited = await rows<{ action: string; id: string }>(
    `select action, subject_id as id from audit_entries where workspace_id = $1
       and action in ('campaigns.pause', 'campaigns.resume', 'campaigns.finish', 'campaigns.cancel')
     order by seq`,
    [workspace.id],
  );
  expect(audited).toEqual([
    { action: "campaigns.pause", id: paused },
    { action: "campaigns.resume", id: paused },
    { action: "campaigns.finish", id: paused },
    { action: "campaigns.cancel", id: cancelled },
  ]);
});
