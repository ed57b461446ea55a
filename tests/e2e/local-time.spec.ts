import {
  completeEntity,
  createNewsletter,
  importReaders,
  newLetter,
  newWorkspace,
  openSending,
  writeLetter,
} from "./support/journeys";
import { labelOf, sinkMails } from "./support/sink";
import { choose, expect, test } from "./support/story";
import { count, rows } from "./support/verify";

/** The first on earth, one far behind, one with no zone, for whom the workspace's counts. */
const READERS = [
  "E-Mail;Zeitzone",
  "first@mail.example;Pacific/Kiritimati",
  "last@mail.example;america/los_angeles",
  "here@mail.example;",
  "typo@mail.example;Europe/Berlyn",
];

/** A clock time that is hours away here, over at the first place on earth and far off at the last. */
function soon(): { day: string; time: string } {
  const [day = "", time = ""] = new Date(Date.now() + 6 * 3_600_000).toISOString().split("T");
  return { day, time: time.slice(0, 5) };
}

test("a letter leaves by each person's own clock, and only within its hours", async ({ page }) => {
  const workspace = await newWorkspace(page, "Clocks");
  await completeEntity(page);
  await createNewsletter(page);
  await importReaders(page, { name: "clocks.csv", content: READERS.join("\r\n") });
  const zones = await rows<{ zone: string | null }>(
    "select time_zone as zone from contacts where workspace_id = $1 order by email",
    [workspace.id],
  );
  expect(zones.map(({ zone }) => zone)).toEqual([
    "Pacific/Kiritimati",
    null,
    "America/Los_Angeles",
    null,
  ]);
  const faults = await rows<{ code: string; value: string }>(
    "select code, value from import_errors where workspace_id = $1",
    [workspace.id],
  );
  expect(faults).toEqual([{ code: "VALUE_TIME_ZONE", value: "Europe/Berlyn" }]);
  const campaignId = await newLetter(page, "Clocks");
  await writeLetter(page, {
    subject: "Good morning",
    preheader: "",
    heading: "Good morning",
    text: "Wherever you are.",
    button: { label: "Shop", href: "https://shop.nord.example/" },
  });
  const main = page.getByRole("main");
  const dialog = await openSending(page);
  const { day, time } = soon();

  await test.step("what it means is told before it is chosen", async () => {
    await dialog.getByRole("radio", { name: "At a time in each person’s own zone" }).click();
    await dialog.getByLabel("Day").fill(day);
    await dialog.getByLabel("Time", { exact: true }).fill(time);
    await choose(page, "Who is past it when it begins", "Left out");
    await expect(dialog.getByText("1 person is past it and left out.")).toBeVisible();
    await expect(dialog.getByText(/^2 people have no time zone of their own/)).toBeVisible();
    await expect(dialog.getByText("(3 time zones)")).toBeVisible();
    await expect(dialog.getByText(/^It begins at once/)).toBeVisible();
  });

  await test.step("hours that never open are refused at their field", async () => {
    await dialog.getByRole("checkbox", { name: /^Only within certain hours/ }).click();
    await dialog.getByLabel("From").fill("00:00");
    await dialog.getByLabel("To", { exact: true }).fill("00:00");
    const schedule = dialog.getByRole("button", { name: "Schedule" });
    await schedule.click();
    await expect(
      dialog.getByText("The hours must not begin and end at the same time."),
    ).toBeVisible();
    await dialog.getByLabel("To", { exact: true }).fill("23:59");
    for (const name of ["Sat", "Sun"]) await dialog.getByRole("checkbox", { name }).click();
    await schedule.click();
    await expect(page.getByText("The letter is scheduled.")).toBeVisible();
  });

  await test.step("the campaign says what was planned, and who waits until when", async () => {
    await expect(main.getByText("Who is past it is left out.")).toBeVisible();
    await expect(main.getByText("3 letters leave later")).toBeVisible();
    await expect(main.getByText("The rest leaves later")).toBeVisible();
    await page.getByRole("tab", { name: "Recipients" }).click();
    await expect(main.getByText(/^Waits until/)).toHaveCount(3);
    await expect(main.getByText("Their time had passed").last()).toBeVisible();
    const file = await page.request.get(
      `/api/campaigns/${campaignId}/recipients?reason=hour_passed`,
    );
    expect(await file.text()).toContain("first@mail.example");
  });

  await test.step("nothing has left, and nobody looks before the first hour", async () => {
    expect(sinkMails({ label: labelOf(workspace.id) })).toHaveLength(0);
    const later = `select count(*) from due_work where workspace_id = $1
      and due_at > now() + interval '1 hour'`;
    await expect.poll(() => count(later, [workspace.id])).toBe(1);
  });
});
