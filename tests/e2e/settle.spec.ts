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
import { choose, expect, test } from "./support/story";
import { makeUnclear } from "./support/unclear";
import { count, rows } from "./support/verify";

const READERS = Array.from({ length: 6 }, (_, index) => `unklar${index + 1}@mail.example`);

test("what nobody knew is settled by hand, and what failed is tried once more", async ({
  page,
}) => {
  const workspace = await newWorkspace(page, "Settle");
  const label = labelOf(workspace.id);
  await completeEntity(page);
  await createNewsletter(page);
  await importReaders(page, { name: "a.csv", content: ["E-Mail", ...READERS].join("\r\n") });
  const campaignId = await newLetter(page, "Unclear");
  await writeLetter(page, {
    subject: "Unclear",
    preheader: "",
    heading: "Hello",
    text: "Some of these did not arrive.",
    button: { label: "Shop", href: "https://shop.nord.example/" },
  });
  await sendLetter(page, READERS.length);
  const main = page.getByRole("main");
  const finished = "select count(*) from campaigns where id = $1 and state = 'finished'";
  const isOver = () => expect.poll(() => count(finished, [campaignId])).toBe(1);
  await isOver();
  expect(sinkMails({ label })).toHaveLength(READERS.length);
  await makeUnclear(campaignId, { unknown: 2, refused: 2 });
  await test.step("both stand in the list over all campaigns, and in its file", async () => {
    await page.goto("/campaigns");
    await page.getByRole("link", { name: "Undelivered letters" }).click();
    const letters = page.getByRole("table", { name: "Undelivered letters" });
    await expect(letters.getByRole("link", { name: "Unclear" })).toHaveCount(2);
    await choose(page, "Campaign", "Unclear");
    await expect(page.getByRole("button", { name: "Settle all 2…" })).toBeVisible();
    const file = await page.request.get(`/api/undelivered?campaignId=${campaignId}`);
    expect((await file.text()).trim().split("\n")).toHaveLength(3);
  });

  await page.goto(`/campaigns/${campaignId}`);
  await page.getByRole("tab", { name: "Recipients" }).click();
  const people = page.getByRole("table", { name: "Recipients" });
  const dialog = page.getByRole("dialog");

  await test.step("one that arrived, with how somebody knows", async () => {
    await choose(page, "Shown recipients", "Possibly delivered");
    await expect(people.getByRole("button", { name: "Settle", exact: true })).toHaveCount(2);
    await people.getByRole("button", { name: "Settle", exact: true }).first().click();
    await dialog.getByRole("button", { name: "Settle", exact: true }).click();
    await expect(dialog.getByText("This is needed.")).toHaveCount(2);
    await dialog.getByRole("radio", { name: /^It arrived/ }).click();
    await dialog.getByLabel("How you know").fill("Anna has it");
    await dialog.getByRole("button", { name: "Settle", exact: true }).click();
    await expect(page.getByText("1 letter settled.")).toBeVisible();
    await expect(people.getByRole("button", { name: "Settle", exact: true })).toHaveCount(1);
  });

  await test.step("all that are left did not", async () => {
    await page.getByRole("button", { name: "Settle all 1…" }).click();
    await dialog.getByRole("radio", { name: /^It did not arrive/ }).click();
    await dialog.getByLabel("How you know").fill("Not in the server's log");
    await dialog.getByRole("button", { name: "Settle", exact: true }).click();
    await expect(main.getByText("Nobody here.")).toBeVisible();
    await choose(page, "Shown recipients", "Failed");
    await expect(people.getByText("Settled by hand: Not in the server's log")).toBeVisible();
    await expect(people.getByText("mailbox full").first()).toBeVisible();
  });

  await test.step("the same by reason, by address and as a file", async () => {
    await choose(page, "Reason", "Did not arrive, as somebody found out");
    await expect(people.getByText("mailbox full")).toHaveCount(0);
    const file = await page.request.get(`/api/campaigns/${campaignId}/recipients?bounce=mailbox`);
    expect((await file.text()).trim().split("\n")).toHaveLength(3);
    await choose(page, "Reason", "Refused: mailbox full or not available");
    await expect(people.getByRole("row")).toHaveCount(3);
    await choose(page, "Shown recipients", "Everyone");
    await page.getByRole("searchbox", { name: "Search by e-mail address" }).fill("UNKLAR3@");
    await expect(people.getByRole("row")).toHaveCount(2);
  });

  await test.step("the three failures are tried once more, and the campaign ends again", async () => {
    await page.getByRole("button", { name: "Retry 3 failed…" }).click();
    const question = page.getByRole("alertdialog");
    await expect(question.getByText("Refused by the mail server")).toBeVisible();
    await question.getByRole("button", { name: "Retry 3 letters" }).click();
    await expect(page.getByText("3 letters are tried again.")).toBeVisible();
    await expect.poll(() => sinkMails({ label }).length).toBe(READERS.length + 3);
    await isOver();
    expect(sinkMails({ label })).toHaveLength(READERS.length + 3);
  });

  const audited = await rows<{ action: string; summary: object }>(
    `select action, summary from audit_entries
     where workspace_id = $1 and action in ('campaigns.settle_unknown', 'campaigns.retry_failed')
     order by seq`,
    [workspace.id],
  );
  expect(audited.map((one) => one.summary)).toMatchObject([
    { count: 1, as: "accepted", reason: "Anna has it" },
    { count: 1, as: "failed" },
    { count: 3, leftOut: 0 },
  ]);
});
