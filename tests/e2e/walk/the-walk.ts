import { expect } from "@playwright/test";
import { firstRun } from "./begin";
import { approveAndSend, inviteColleague, prepareCampaign } from "./campaign";
import { arrivedMails, castPeople } from "./cast";
import { askVariants } from "./expected";
import { expectSinceVisit } from "./home";
import { bringPastOrders, bringPeople } from "./imports";
import { expectProgress, expectRecipients } from "./recipients";
import { expectReport } from "./report";
import { sell } from "./sales";
import { buildSegment } from "./segment";
import { actThroughLinks, unsubscribe } from "./visits";
import { inLanguage, test, type Walk } from "./walk";

/** From the first run to the measured result; every number is asked of screen, SQL and mail sink. */
export async function goTheWalk(walk: Walk): Promise<void> {
  inLanguage(walk.page, walk.locale);
  await test.step("first run", () => firstRun(walk));
  await test.step("people", () => bringPeople(walk));
  await test.step("orders", () => bringPastOrders(walk));
  await test.step("segment", () => buildSegment(walk));
  const colleague = await test.step("a colleague", () => inviteColleague(walk));
  const id = await test.step("campaign", () => prepareCampaign(walk, colleague));
  await test.step("approved and sent", () => approveAndSend(walk, id));

  const arrived = await arrivedMails(walk);
  const cast = await castPeople(walk, arrived);
  const visited = await test.step("visits", () => actThroughLinks(walk, arrived, cast));
  await test.step("two leave", () => unsubscribe(walk, arrived, cast));
  const sales = await test.step("orders after the send", () => sell(walk, cast));
  const planted = { cast, sales, variants: await askVariants(walk) };
  await test.step("report", async () => {
    const facts = await expectReport(walk, id, { planted, arrived, visited });
    await expectProgress(walk, facts);
    await expectRecipients(walk, arrived, facts);
    await expectSinceVisit(walk, facts);
  });
  expect((await arrivedMails(walk)).size, "nothing more was mailed").toBe(arrived.size);
}
