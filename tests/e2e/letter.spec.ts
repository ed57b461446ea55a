import {
  completeEntity,
  createNewsletter,
  expectImport,
  expectSaved,
  expectStep,
  importReaders,
  type Letter,
  newLetter,
  newWorkspace,
  runImport,
  sendLetter,
  showPanel,
  toStep,
  upload,
  writeLetter,
} from "./support/journeys";
import { newSegment } from "./support/segments";
import { addSendingDomain } from "./support/sending";
import { fillCatalog } from "./support/shop";
import { labelOf, readSinkMail, sinkMails } from "./support/sink";
import { awaitMail, expect, openMail, test } from "./support/story";
import { makeUnclear } from "./support/unclear";
import { count, row, rows } from "./support/verify";
import { keepWorld } from "./support/world";

const LETTER: Letter = {
  subject: [{ nameOr: "Guten Tag" }, ", the new season is here"],
  preheader: "Three things we would pick for you",
  heading: ["Good news, ", { nameOr: "friend" }],
  text: ["The ", { bold: "new season" }, " is here, & it is <lovely>.\nSee you soon!"],
  button: { label: "See what is new", href: "https://shop.nord.example/new?from=mail" },
};

const READERS = Array.from({ length: 20 }, (_, index) => `leser${index + 1}@mail.example`);
const SILENT = Array.from({ length: 5 }, (_, index) => `still${index + 1}@mail.example`);

const csv = (addresses: string[], first: (index: number) => string) =>
  ["E-Mail;Vorname;Nachname;Kundennummer"]
    .concat(
      addresses.map((email, index) => `${email};${first(index)};Müller;${email[0]}-${index + 1}`),
    )
    .join("\r\n");

/** A mail's links lead through the product; here each is put back to where it leads. */
async function ledBack(html: string): Promise<string> {
  let shown = html;
  for (const [address] of html.matchAll(/https?:\/\/[^"'\s]*\/t\/c\/[\w.~-]+/g)) {
    const { headers } = await fetch(address, { method: "HEAD", redirect: "manual" });
    shown = shown.replace(address, (headers.get("location") ?? "").replaceAll("&", "&amp;"));
  }
  return shown;
}

test("one letter: from the file of people to the unsubscribed reader", async ({ page }) => {
  test.slow();
  const empty = await newWorkspace(page, "Empty");
  const workspace = await newWorkspace(page, "Letter");
  const label = labelOf(workspace.id);
  await completeEntity(page);
  await createNewsletter(page);

  await test.step("twenty people who agreed, five who never did", async () => {
    await importReaders(page, {
      name: "leser.csv",
      content: csv(READERS, (index) => (index === 0 ? "Anna" : `Änne${index}`)),
    });
    await upload(page, { name: "still.csv", content: csv(SILENT, (index) => `Still${index}`) });
    await expectStep(page, "File");
    for (const step of ["Columns", "Checks", "Known people", "Consent", "Summary"]) {
      await toStep(page, step);
    }
    await runImport(page);
    await expectImport(page, "Done");
  });

  const reader = await row<{ id: string }>(
    "select id from contacts where workspace_id = $1 and email = $2",
    [workspace.id, READERS[0]],
  );
  let previewHtml = "";

  const campaignId = await newLetter(page, "New season");
  await test.step("written in place and previewed as a person", async () => {
    await writeLetter(page, LETTER);
    await showPanel(page, "Preview");
    const panel = page.getByRole("region", { name: "Preview" });
    await panel.getByRole("combobox", { name: "Preview as person" }).fill("leser1@");
    await page.getByRole("option", { name: /leser1@mail\.example/ }).click();
    await expect(panel.getByText("Anna, the new season is here")).toBeVisible();
    previewHtml = (await panel.locator("iframe").getAttribute("srcdoc")) ?? "";
    expect(previewHtml).toContain("Good news, Anna");
    expect(previewHtml).toContain("<strong>new season</strong>");
    expect(previewHtml).toContain("&lt;lovely&gt;");
  });

  await test.step("a test goes to a colleague and counts nowhere", async () => {
    await page.getByRole("button", { name: "Send test" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("To", { exact: true }).fill("kollegin@nord.example");
    await dialog.getByRole("button", { name: "Send 1 test" }).click();
    await expect(dialog.getByText("Sent", { exact: true })).toBeVisible({ timeout: 20_000 });
    await page.keyboard.press("Escape");
    const mail = await awaitMail({ label, to: "kollegin@nord.example" });
    expect(mail.subject).toMatch(/^\[Test\] /);
    expect(
      await count("select count(*) from messages where workspace_id = $1", [workspace.id]),
    ).toBe(0);
  });

  await test.step("sent to the twenty and nobody else", async () => {
    await sendLetter(page, READERS.length);
    await expect(page.getByRole("main").getByText("Sent", { exact: true }).first()).toBeVisible({
      timeout: 60_000,
    });
    await expect
      .poll(() => campaignMails(label).length, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(READERS.length);
    const arrived = campaignMails(label).flatMap((mail) => mail.to);
    expect(arrived.toSorted()).toEqual(READERS.toSorted());
    // Whoever watched it to its end sees the end.
    const delivered = page.getByRole("row").filter({ hasText: "Delivered" });
    await expect(delivered.getByText("20", { exact: true }).first()).toBeVisible();
    const stored = await rows<{ state: string; n: string }>(
      "select state, count(*)::text as n from messages where campaign_id = $1 group by state",
      [campaignId],
    );
    expect(stored.toSorted((a, b) => a.state.localeCompare(b.state))).toEqual([
      { state: "accepted", n: "20" },
      { state: "skipped", n: "5" },
    ]);
  });

  const mail = campaignMails(label).find((one) => one.to.includes("leser1@mail.example"));
  if (!mail) throw new Error("Anna's letter is not in the sink.");
  const received = await readSinkMail(mail);
  const header = (name: string) =>
    received.headers.find((one) => one.key === name.toLowerCase())?.value ?? "";
  const oneClick = /<(https?:[^>]+)>/.exec(header("list-unsubscribe"))?.[1] ?? "";

  await test.step("what arrived is what was previewed", async () => {
    const links = /https?:\/\/[^"'\s]*\/unsubscribe\/[^"'\s<]+/g;
    const same = (html: string) => html.replace(links, "LINK").replace(/\r\n/g, "\n").trim();
    expect(same(await ledBack(received.html ?? ""))).toBe(same(previewHtml));
    expect(received.subject).toBe("Anna, the new season is here");
    expect(received.text).toContain("Nord");
    expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  });

  await openMail(page, "leser1@mail.example");
  const mailId = page.url().split("/").at(-1) ?? "";
  const unsubscribe =
    (await page.locator('a[href*="/unsubscribe/"]').first().getAttribute("href")) ?? "";
  const ledger = (contactId: string) =>
    rows<{ action: string; source: string }>(
      `select action, source from consent_events
        where workspace_id = $1 and contact_id = $2 order by seq`,
      [workspace.id, contactId],
    );

  await test.step("unsubscribing by the page: looking changes nothing, the button does", async () => {
    const before = await ledger(reader.id);
    for (let look = 0; look < 2; look += 1) expect((await fetch(unsubscribe)).status).toBe(200);
    expect(await ledger(reader.id)).toEqual(before);
    const public_ = await page.context().newPage();
    await public_.goto(unsubscribe);
    await public_.getByRole("button", { name: "Unsubscribe", exact: true }).click();
    await expect(public_.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();
    await public_.close();
    expect((await ledger(reader.id)).at(-1)).toMatchObject({
      action: "withdraw",
      source: "unsubscribe_page",
    });
  });

  await test.step("unsubscribing as mailbox providers do: no cookie, no user agent", async () => {
    const second = campaignMails(label).find((one) => one.to.includes("leser2@mail.example"));
    if (!second) throw new Error("The second letter is not in the sink.");
    const { headers } = await readSinkMail(second);
    const value = headers.find((one) => one.key === "list-unsubscribe")?.value ?? "";
    const url = /<(https?:[^>]+)>/.exec(value)?.[1] ?? "";
    const post = (body: string) =>
      fetch(url, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": "" },
        body,
      });
    expect((await post("something=else")).status).toBe(400);
    expect((await post("List-Unsubscribe=One-Click")).status).toBe(200);
    const person = await row<{ id: string }>(
      "select id from contacts where workspace_id = $1 and email = $2",
      [workspace.id, "leser2@mail.example"],
    );
    expect((await ledger(person.id)).at(-1)).toMatchObject({
      action: "withdraw",
      source: "list_unsubscribe",
    });
    expect(oneClick).not.toBe("");
  });

  await test.step("the next letter spares both", async () => {
    await newLetter(page, "Second letter");
    await writeLetter(page, { ...LETTER, subject: "Second letter" });
    await sendLetter(page, READERS.length - 2);
    await expect
      .poll(() => sinkMails({ label, subject: "Second letter" }).length, { timeout: 60_000 })
      .toBe(READERS.length - 2);
    const to = sinkMails({ label, subject: "Second letter" }).flatMap((one) => one.to);
    expect(to).not.toContain("leser1@mail.example");
    expect(to).not.toContain("leser2@mail.example");
  });

  const draftCampaignId = await newLetter(page, "Draft for spring");
  await writeLetter(page, LETTER);
  await expectSaved(page);
  const ids = await row<{ importId: string; topicId: string; brandId: string; readerId: string }>(
    `select (select id from imports where workspace_id = $1 order by created_at limit 1) as "importId",
            (select id from topics where workspace_id = $1 and channel = 'email') as "topicId",
            (select id from brands where workspace_id = $1) as "brandId",
            (select id from contacts where workspace_id = $1 and email = $2) as "readerId"`,
    [workspace.id, READERS[2]],
  );
  const shop = await fillCatalog(page, { workspaceId: workspace.id, buyer: READERS[2] ?? "" });
  const segmentId = await newSegment(page, "Never ordered", "Never ordered");
  const domainId = await addSendingDomain(page, "nord.example");
  await makeUnclear(campaignId, { unknown: 2, refused: 2 });
  keepWorld({
    segmentId,
    domainId,
    workspaceId: workspace.id,
    emptyWorkspaceId: empty.id,
    personId: reader.id,
    sentCampaignId: campaignId,
    unsubscribeUrl: unsubscribe,
    ...{ draftCampaignId, mailId },
    ...ids,
    ...shop,
  });
});

/** The campaign's own mails in the sink: all but the test. */
function campaignMails(label: string) {
  return sinkMails({ label, subject: "the new season is here" }).filter(
    (mail) => !mail.subject.startsWith("[Test]"),
  );
}
