import { expect, type Page } from "@playwright/test";
import {
  acceptInvitation,
  expectSaved,
  invite,
  letterField,
  newLetter,
  sendLetter,
  showPanel,
  write,
  writeLetter,
} from "../support/journeys";
import { mailedLink } from "../support/story";
import { numberIn, tableRows } from "./numbers";
import { insist } from "./patience";
import { LINKS, meant, reached, SUBJECTS, skipped } from "./plan";
import { SEGMENT } from "./segment";
import { browserOf, inLanguage, type Walk } from "./walk";

const COLLEAGUE = "colleague@nord.example";
const NAME = "Summer";

/** A colleague joins who may write letters and ask for them to be sent. */
export async function inviteColleague(walk: Walk): Promise<Page> {
  const { page, t, locale, product } = walk;
  await invite(page, { email: COLLEAGUE, role: t("auth.roles.marketer") });
  const link = await mailedLink(page, { to: COLLEAGUE, path: "/invitation/" }, product);
  const { guest } = await acceptInvitation(browserOf(walk), link, locale);
  return inLanguage(guest, locale);
}

/** Writes both variants, chooses the segment and asks for approval; resolves to the campaign's id. */
export async function prepareCampaign(walk: Walk, page: Page): Promise<string> {
  const { t } = walk;
  const [first, second] = SUBJECTS;
  const id = await newLetter(page, NAME);
  await writeLetter(page, {
    subject: first,
    preheader: "Fresh",
    heading: ["Ahoy, ", { nameOr: "friend" }],
    text: ["Read ", { link: LINKS.text.label, href: LINKS.text.url }],
    button: { label: LINKS.button.label, href: LINKS.button.url },
  });
  await page.getByRole("button", { name: t("campaigns.variants.add") }).click();
  await page.waitForURL(/\?variant=/);
  await expect(letterField(page, "subject")).toHaveText(first);
  await write(page, letterField(page, "subject"), second);
  await expectSaved(page);

  const panel = await showPanel(page, "Audience");
  await panel.getByRole("combobox", { name: t("campaigns.editor.target.addInclude") }).click();
  await page.getByRole("option", { name: SEGMENT }).click();
  await expectAudience(walk, page);
  await page.getByRole("button", { name: t("campaigns.review.step.requested") }).click();
  await expect(page.getByText(t("campaigns.review.done.requested")).first()).toBeVisible();
  return id;
}

/** The explained count: everybody meant, minus who never agreed, makes those who are reached. */
async function expectAudience({ t, locale }: Walk, page: Page): Promise<void> {
  const of = (key: string) => t(`campaigns.editor.audience.${key}`);
  const table = page.getByRole("table", { name: of("title") });
  const explained = async () => {
    const rows = await tableRows(table);
    return rows.map(([name, value]) => [name, Math.abs(numberIn(value ?? "", locale))]);
  };
  await expect.poll(explained).toEqual([
    [of("matched"), meant.length],
    [of("noConsent"), skipped.length],
    [of("reachable"), reached.length],
  ]);
}

/** The owner finds the request at home, approves and sends; waits until nothing is open. */
export async function approveAndSend(walk: Walk, id: string): Promise<void> {
  const { page, t, db, chances } = walk;
  await page.goto("/");
  await page
    .getByRole("main")
    .getByRole("link", { name: t("home.needs.review", { campaign: () => NAME }) })
    .click();
  await page.getByRole("button", { name: t("campaigns.review.step.approved") }).click();
  await expect(page.getByText(t("campaigns.review.state.approved"))).toBeVisible();

  const stateOf = async () =>
    (await db.row<{ state: string }>("select state from campaigns where id = $1", [id])).state;
  const gone = () => db.count("select count(*) from messages where result_at is not null");
  // A moment of a send is a share of its mails that are gone.
  const moment = (chance: number) =>
    expect
      .poll(gone, { intervals: [10], timeout: 90_000 })
      .toBeGreaterThanOrEqual(1 + chance * 0.8 * reached.length);
  await chances.during(["worker", "worker", "web"], moment, () =>
    insist(page, {
      what: "the campaign sent",
      isSo: async () => (await stateOf()) === "finished",
      press: async () => {
        if ((await stateOf()) === "draft") await sendLetter(page, reached.length);
      },
    }),
  );
}
