import { expect, test } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { allowTracking, type Mailed, mailed } from "@/tests/support/tracking";
import { freshWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { eventCounts, listPersonEvents } from ".";
import type { MachineReason, Visit } from "./schemas";
import { takeInVisits } from "./take-in";

type Given = readonly [linkAt: number | null, reason: MachineReason | null, origin?: string];

/** Visits of a mail's reader, a minute apart. */
function visitsOf(mail: Mailed, given: readonly Given[], isAnonymous = false): Visit[] {
  return given.map(([linkAt, machineReason, origin = "o"], index) => ({
    id: newId(),
    kind: linkAt === null ? "open" : "click",
    at: new Date(Date.now() + index * 60_000).toISOString(),
    workspaceId: mail.workspace.workspaceId,
    message: isAnonymous ? null : { contactId: mail.contactId, messageId: mail.messageId },
    linkId: linkAt === null ? null : (mail.links[linkAt]?.id ?? ""),
    machineReason,
    agent: "",
    origin,
  }));
}

const take = (mail: Mailed, visits: Visit[]) =>
  mail.workspace.runAsWorker((ctx) => takeInVisits(ctx, visits));

/** The variant of a mail, and the frozen letter it was rendered from. */
function putIntoVariant(mail: Mailed, variantId: string) {
  return asAdmin(async (client) => {
    await client.query("update messages set variant_id = $2 where id = $1", [
      mail.messageId,
      variantId,
    ]);
    await client.query(
      `insert into campaign_variants (workspace_id, id, campaign_id, position, document, version_id, updated_by)
       select workspace_id, $2, campaign_id, 0, '{}', version_id, id from messages where id = $1`,
      [mail.messageId, variantId],
    );
  });
}

test("figures count messages, people's before machines', by variant and by link", async () => {
  const mail = await mailed({ links: 2 });
  const variantId = newId();
  await putIntoVariant(mail, variantId);
  await take(
    mail,
    visitsOf(mail, [
      [null, "agent"],
      [null, null],
      [null, null],
      [0, "prefetch"],
      [1, null],
      [1, "method"],
    ]),
  );
  await take(
    mail,
    visitsOf(
      mail,
      [
        [0, null],
        [0, "agent"],
        [1, null],
      ],
      true,
    ),
  );
  const counts = await mail.workspace.run((ctx) =>
    eventCounts(ctx.db, ctx.workspaceId, mail.campaignId),
  );
  expect(counts.variants).toEqual([
    {
      variantId,
      tracked: 1,
      opened: { human: 1, machine: 0 },
      clicked: { human: 1, machine: 0 },
    },
  ]);
  expect(counts.links).toMatchObject([
    {
      linkId: mail.links[0]?.id,
      label: "Link 0",
      clicked: { human: 0, machine: 1 },
      anonymous: { human: 1, machine: 1 },
    },
    {
      linkId: mail.links[1]?.id,
      label: "Link 1",
      clicked: { human: 1, machine: 0 },
      anonymous: { human: 1, machine: 0 },
    },
  ]);
});

test("a message that only machines touched is theirs, and one nobody touched is in the base", async () => {
  const mail = await mailed({ links: 1 });
  await putIntoVariant(mail, newId());
  const counts = () =>
    mail.workspace.run((ctx) => eventCounts(ctx.db, ctx.workspaceId, mail.campaignId));
  const none = { human: 0, machine: 0 };
  expect((await counts()).variants).toMatchObject([{ tracked: 1, opened: none, clicked: none }]);
  await take(
    mail,
    visitsOf(mail, [
      [null, "agent"],
      [0, "agent"],
    ]),
  );
  expect((await counts()).variants).toMatchObject([
    { tracked: 1, opened: { human: 0, machine: 1 }, clicked: { human: 0, machine: 1 } },
  ]);
});

test("nothing of another workspace is counted or listed", async () => {
  const mail = await mailed({ links: 1 });
  await take(
    mail,
    visitsOf(mail, [
      [null, null],
      [0, null],
    ]),
  );
  const other = await freshWorkspace();
  await allowTracking(other, []);
  const { workspaceId } = mail.workspace;
  const slice = { workspaceId, contactId: mail.contactId, before: null, limit: 9 };
  const seen = await other.run(async (ctx) => [
    await eventCounts(ctx.db, workspaceId, mail.campaignId),
    await eventCounts(ctx.db, ctx.workspaceId, mail.campaignId),
    await listPersonEvents(ctx.db, slice),
  ]);
  expect(seen).toEqual([{ variants: [], links: [] }, { variants: [], links: [] }, []]);
  const own = await mail.workspace.run((ctx) => listPersonEvents(ctx.db, slice));
  expect(own.map(({ event, label }) => [event, label])).toEqual([
    ["click", "Link 0"],
    ["open", null],
  ]);
});
