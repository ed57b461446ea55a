import { expect, test } from "vitest";
import { inQueryRole } from "@/db";
import { asAdmin } from "@/tests/support/database";
import { allowTracking, type Mailed, mailed } from "@/tests/support/tracking";
import { freshWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { type Counted, countLinkClicks, countTouched, listPersonEvents } from ".";
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

/** Messages of each variant that were opened and clicked, and the clicks of each link. */
function countsOf(mail: Mailed) {
  return mail.workspace.run(async (ctx) => {
    const { workspaceId, db } = ctx;
    const asked = { workspaceId, campaignId: mail.campaignId, isByVariant: true };
    const rows = await inQueryRole(db, (tx) => countTouched(tx, asked, "Europe/Berlin"));
    const of = (kind: string): Counted & { variants: (string | null)[] } => {
      const mine = rows.filter((row) => row.kind === kind);
      const sum = (isHuman: boolean) =>
        mine.filter((row) => row.isHuman === isHuman).reduce((all, row) => all + row.messages, 0);
      const variants = [...new Set(mine.map((row) => row.variantId))];
      return { human: sum(true), machine: sum(false), variants };
    };
    const links = await countLinkClicks(db, workspaceId, mail.campaignId);
    return { opened: of("open"), clicked: of("click"), links, rows };
  });
}

/** The variant of a mail, and the frozen letter it was rendered from. */
function putIntoVariant(mail: Mailed, variantId: string) {
  return asAdmin(async (client) => {
    await client.query("update messages set variant_id = $2 where id = $1", [
      mail.messageId,
      variantId,
    ]);
    await client.query(
      `insert into campaign_variants (workspace_id, id, campaign_id, position, document, version_id)
       select workspace_id, $2, campaign_id, 0, '{}', version_id from messages where id = $1`,
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
  const counts = await countsOf(mail);
  expect(counts.opened).toEqual({ human: 1, machine: 0, variants: [variantId] });
  expect(counts.clicked).toEqual({ human: 1, machine: 0, variants: [variantId] });
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

test("a message that only machines touched is theirs, until a person comes", async () => {
  const mail = await mailed({ links: 1 });
  const variantId = newId();
  await putIntoVariant(mail, variantId);
  expect((await countsOf(mail)).rows).toEqual([]);
  const [early, late] = visitsOf(mail, [
    [null, "agent"],
    [null, null],
  ]) as [Visit, Visit];
  const hour = 3_600_000;
  late.at = new Date(Date.parse(early.at) + 2 * hour).toISOString();
  await take(mail, [early, ...visitsOf(mail, [[0, "agent"]])]);
  const machines = { human: 0, machine: 1, variants: [variantId] };
  expect(await countsOf(mail)).toMatchObject({ opened: machines, clicked: machines });
  await take(mail, [late]);
  const { opened, rows } = await countsOf(mail);
  expect(opened).toEqual({ human: 1, machine: 0, variants: [variantId] });
  // The hour is of the person's open and not of the machine's before it.
  const at = rows.find((row) => row.kind === "open")?.hour;
  expect(at).toBe(Math.floor(Date.parse(late.at) / hour) * hour);
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
    await countLinkClicks(ctx.db, workspaceId, mail.campaignId),
    await countLinkClicks(ctx.db, ctx.workspaceId, mail.campaignId),
    await listPersonEvents(ctx.db, slice),
    await inQueryRole(ctx.db, (tx) => {
      const asked = {
        workspaceId: ctx.workspaceId,
        campaignId: mail.campaignId,
        isByVariant: true,
      };
      return countTouched(tx, asked, "Europe/Berlin");
    }),
  ]);
  expect(seen).toEqual([[], [], [], []]);
  const own = await mail.workspace.run((ctx) => listPersonEvents(ctx.db, slice));
  expect(own.map(({ event, label }) => [event, label])).toEqual([
    ["click", "Link 0"],
    ["open", null],
  ]);
});
