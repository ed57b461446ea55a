import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Claim, claim } from "@/server/delivery/claim-queries";
import { grantIntents } from "@/server/delivery/grant-queries";
import { type Journal, openJournal } from "@/server/delivery/journal";
import type { JournalKey } from "@/server/delivery/journal.core";
import { type RecoveryPorts, recoverExpired, recoverLocal } from "@/server/delivery/recover";
import { newId } from "@/server/kernel";
import { asAdmin } from "./database";
import { journalFolder, type TestCampaign, testWorker } from "./sending";
import { type TestWorkspace, workerDatabase } from "./workspace";

export interface AtIntent {
  workerId: string;
  journals: string;
  journal: Journal;
  held: Claim[];
}

/** A worker that took `count` messages up to their intent, with its journal. */
export async function workerAtIntent(
  workspace: TestWorkspace,
  campaign: TestCampaign,
  count: number,
): Promise<AtIntent> {
  const { workspaceId } = workspace;
  const workerId = await testWorker();
  const journals = await journalFolder();
  const take = {
    lane: "campaign",
    campaignId: campaign.campaignId,
    workerId,
    limit: count,
  } as const;
  const held = await workspace.runAsWorker((ctx) => claim(ctx.db, workspaceId, take));
  const rows = held.map(({ contactId, id, fence }) => {
    const hashes = { contentHash: "x", messageIdHeader: "<x@nord.example>", isTracked: false };
    return { contactId, id, fence, ...hashes };
  });
  await workspace.runAsWorker((ctx) => grantIntents(ctx.db, workspaceId, { workerId, rows }));
  const journal = openJournal(journals, workerId);
  journal.serves(workspaceId);
  return { workerId, journals, journal, held };
}

/** A message as a journal names it. */
export const keyed = (
  workspace: TestWorkspace,
  { contactId, id, fence, campaignId }: Pick<Claim, "contactId" | "id" | "fence" | "campaignId">,
): JournalKey => ({ workspaceId: workspace.workspaceId, contactId, id, fence, campaignId });

export const journalFile = (journals: string, workerId: string) =>
  path.join(journals, `${workerId}.0.journal`);

/** As if the process that wrote it had been killed; `changes` say what else is to be believed of it. */
export function kill(
  journals: string,
  workerId: string,
  changes: { boot?: string; space?: string } = {},
): void {
  for (const name of readdirSync(journals).filter((one) => one.startsWith(workerId))) {
    const file = path.join(journals, name);
    const [head = "", ...rest] = readFileSync(file, "utf8").split("\n");
    const owner = { ...JSON.parse(head.slice(2)), mark: "another", ...changes };
    writeFileSync(file, [`O ${JSON.stringify(owner)}`, ...rest].join("\n"));
  }
}

/** What a sender that looks after this folder has. */
export async function recoveryPorts(journals: string): Promise<RecoveryPorts> {
  const { inWorkspace, inPlatform } = await workerDatabase();
  return { inWorkspace, inPlatform, now: () => new Date(), workerId: newId(), journals };
}

/** A living worker of this machine looks at the journals. */
export async function recover(journals: string): Promise<void> {
  await recoverLocal(await recoveryPorts(journals));
}

/** A worker's lease runs out, and somebody who has this folder of journals takes back what it held. */
export async function expire(workerId: string, journals: string): Promise<void> {
  await asAdmin((client) =>
    client.query(
      "update send_workers set lease_until = clock_timestamp() - interval '1 s' where id = $1",
      [workerId],
    ),
  );
  await recoverExpired(await recoveryPorts(journals));
}

/** The database is put back to before any message of a campaign was taken up. */
export async function rewind(campaign: TestCampaign): Promise<void> {
  await asAdmin(async (client) => {
    await client.query(
      `insert into send_queue (workspace_id, contact_id, message_id, lane, campaign_id, due_at)
       select workspace_id, contact_id, id, 'campaign', campaign_id, now() from messages
       where campaign_id = $1 on conflict do nothing`,
      [campaign.campaignId],
    );
    await client.query(
      `update send_queue set state = 'queued', worker_id = null, fence = 0, attempt = 0, step = 0
       where campaign_id = $1`,
      [campaign.campaignId],
    );
    await client.query("update messages set state = 'queued', fence = 0 where campaign_id = $1", [
      campaign.campaignId,
    ]);
    await client.query("delete from message_transitions where step > 0 and contact_id = any($1)", [
      campaign.contactIds,
    ]);
  });
}
