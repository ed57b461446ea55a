import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, onTestFinished } from "vitest";
import { openWays, type SenderPorts, startSender } from "@/server/delivery";
import { materialise } from "@/server/delivery/materialise";
import { recoverExpired } from "@/server/delivery/recover";
import type { SenderOptions } from "@/server/delivery/sender";
import { noteBegun, registerWorker } from "@/server/delivery/worker-queries";
import { clock, newId } from "@/server/kernel";
import { startSink } from "@/server/mailbox/sink";
import { addTopic } from "./consent";
import { asAdmin } from "./database";
import { type TestWorkspace, workerDatabase } from "./workspace";

export interface TestCampaign {
  campaignId: string;
  topicId: string;
  contactIds: string[];
}

const COMPILED = {
  version: 1,
  locale: "en",
  subject: 'Hello {{ contact.first_name | default: "there" }}',
  html: '<p>Hello {{ contact.email }}</p><p><a href="{{ links.page }}">Unsubscribe</a></p>',
  text: "Hello {{ contact.email }}\n\nUnsubscribe: {{ links.page }}\n",
};

/** People with consent for a new topic: `p<n>@<id>.example`. */
async function addPeople(workspace: TestWorkspace, topicId: string, count: number) {
  const contactIds = Array.from({ length: count }, () => newId());
  await asAdmin(async (client) => {
    await client.query(
      `insert into contacts (workspace_id, id, email, first_name, sort_name)
       select $1, id, 'p' || n || '@' || $3 || '.example', 'Person ' || n, 'p' || n
       from unnest($2::uuid[]) with ordinality as u (id, n)`,
      [workspace.workspaceId, contactIds, topicId.slice(-12)],
    );
    await client.query(
      `insert into consent_states (workspace_id, contact_id, topic_id, state, basis, since, seq)
       select $1, id, $3, 'granted', 'consent_double_opt_in', now(), 1 from unnest($2::uuid[]) u (id)`,
      [workspace.workspaceId, contactIds, topicId],
    );
  });
  return contactIds;
}

// A sender works every workspace that is due; what earlier tests of this database left due is not ours.
beforeEach(async () => {
  await asAdmin((client) => client.query("delete from due_work"));
  await asAdmin((client) =>
    client.query("update send_workers set reaped_at = now(), reconciled_at = now()"),
  );
});

/** A campaign that may send now, with its letter frozen and its audience made. */
export async function sendingCampaign(
  workspace: TestWorkspace,
  given: { people: number; compiled?: object },
): Promise<TestCampaign> {
  const { workspaceId, brandId, ownerId } = workspace;
  const topicId = await addTopic(workspace);
  const contactIds = await addPeople(workspace, topicId, given.people);
  const [campaignId, versionId, variantId] = [newId(), newId(), newId()];
  await asAdmin(async (client) => {
    await client.query(
      "update brands set sender_name = 'Nørd, Shop', sender_email = 'shop@nord.example' where workspace_id = $1",
      [workspaceId],
    );
    await client.query(
      `insert into campaigns (workspace_id, id, brand_id, topic_id, name, state,
         audience, created_by, updated_by, started_at)
       values ($1, $2, $3, $4, 'Spring', 'sending', $5, $6, $6, now())`,
      [workspaceId, campaignId, brandId, topicId, { materialised: given.people }, ownerId],
    );
    await client.query(
      `insert into campaign_variants (workspace_id, id, campaign_id, position, document, version_id)
       values ($1, $2, $3, 0, '{}', $4)`,
      [workspaceId, variantId, campaignId, versionId],
    );
    await client.query(
      `insert into content_versions (workspace_id, id, campaign_id, document, compiled, sha256)
       values ($1, $2, $3, '{}', $4, 'x')`,
      [workspaceId, versionId, campaignId, given.compiled ?? COMPILED],
    );
  });
  await workspace.runAsWorker((ctx) =>
    materialise(ctx.db, workspaceId, {
      campaignId,
      brandId,
      topicId,
      at: new Date(),
      people: contactIds.map((id) => ({ id, verdict: "reachable" as const, variantId, versionId })),
    }),
  );
  return { campaignId, topicId, contactIds };
}

/** A message without a campaign to one of a campaign's people, with that campaign's letter. Returns its id. */
export async function addSingle(
  workspace: TestWorkspace,
  given: { kind: "opt_in" | "transactional"; campaign: TestCampaign; person: number },
): Promise<string> {
  const { kind, campaign, person } = given;
  const id = newId();
  await asAdmin((client) =>
    client.query(
      `with made as (
         insert into messages (workspace_id, contact_id, id, brand_id, channel, kind, version_id,
           dedupe_key, state)
         select $1, $2, $3::uuid, $4, 'email', $5::text, version_id, $5::text || ':' || $3::uuid, 'queued'
         from campaign_variants where campaign_id = $6 limit 1),
       noted as (
         insert into message_transitions
           (workspace_id, contact_id, message_id, step, "from", "to", at, fence)
         values ($1, $2, $3, 0, '', 'queued', now(), 0)),
       woken as (
         insert into due_work (workspace_id, lane, due_at) values ($1, $5, now())
         on conflict (workspace_id, lane) do nothing)
       insert into send_queue (workspace_id, contact_id, message_id, lane, due_at)
       values ($1, $2, $3, $5, now())`,
      [
        workspace.workspaceId,
        campaign.contactIds[person],
        id,
        workspace.brandId,
        kind,
        campaign.campaignId,
      ],
    ),
  );
  return id;
}

export interface RunOptions extends SenderOptions {
  timeouts?: { connect: number; socket: number };
  ports?: Partial<SenderPorts>;
}

/** A sender under the worker's role, stopped when the test ends. */
export async function runSender(
  smtp: { port: number; isLocalMailbox?: boolean; perSecond?: number },
  { timeouts = { connect: 2_000, socket: 1_000 }, ports: own, ...options }: RunOptions = {},
) {
  const db = await workerDatabase();
  const journals = own?.journals ?? (await journalFolder());
  const connections = options.connections ?? 4;
  const server = {
    url: `smtp://127.0.0.1:${smtp.port}`,
    isLocalMailbox: smtp.isLocalMailbox ?? false,
    perSecond: smtp.perSecond,
  };
  const ways = openWays(server, { connections, timeouts });
  const ports: SenderPorts = {
    inWorkspace: db.inWorkspace,
    inPlatform: db.inPlatform,
    now: clock.now,
    ways,
    journals,
    workerId: newId(),
    host: "test",
    version: "",
    onEnd: () => undefined,
    ...own,
  };
  const sender = await startSender(ports, { connections, pollMs: 25, ...options });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= sender.stop();
    return stopped;
  };
  onTestFinished(stop);
  return { workerId: ports.workerId, journals, stop };
}

/** A worker that exists only by its row: a test claims and writes in its name. */
export async function testWorker(): Promise<string> {
  const id = newId();
  const db = await workerDatabase();
  await db.inPlatform({}, async (tx) => {
    await registerWorker(tx, { id, host: "test", version: "" });
    await noteBegun(tx, id);
  });
  return id;
}

/** Time passes for all workers, or one: their leases run out, and what they held is taken back. */
export async function loseWorkers(id?: string): Promise<void> {
  await asAdmin((client) =>
    client.query(
      `update send_workers set lease_until = clock_timestamp() - interval '1 s'
       where ended_at is null and ($1::uuid is null or id = $1)`,
      [id ?? null],
    ),
  );
  const db = await workerDatabase();
  const { inWorkspace, inPlatform } = db;
  const journals = await journalFolder();
  await recoverExpired({ inWorkspace, inPlatform, now: clock.now, workerId: newId(), journals });
}

/** A folder for journals, gone with the test. */
export async function journalFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "kairos-journal-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Line {
  id: string;
  label: string;
  from: string;
  to: string[];
  subject: string;
}

/** The real sink in a folder of its own; `log` is what it acknowledged. */
export async function runSink() {
  const folder = await mkdtemp(path.join(tmpdir(), "kairos-mailbox-"));
  const sink = await startSink({ folder, port: 0, clock });
  onTestFinished(async () => {
    await sink.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { folder, port: sink.port, isLocalMailbox: true, log: () => readLog(folder) };
}

export async function readLog(folder: string): Promise<Line[]> {
  const text = await readFile(path.join(folder, "index.ndjson"), "utf8");
  return text.split("\n").flatMap((line) => (line ? [JSON.parse(line) as Line] : []));
}

/** A campaign's messages as they stand, with the address of each person. */
export async function messagesOf(campaign: TestCampaign) {
  return asAdmin(async (client) => {
    const { rows } = await client.query<{
      id: string;
      contactId: string;
      email: string;
      state: string;
      reason: string | null;
      attempt: number;
      fence: number;
      smtpCode: number | null;
      remoteText: string | null;
    }>(
      `select m.id, m.contact_id as "contactId", c.email, coalesce(q.state, m.state) as state,
         m.skip_reason as reason, coalesce(q.attempt, m.attempt) as attempt,
         coalesce(q.fence, m.fence) as fence, m.smtp_code as "smtpCode", m.remote_text as "remoteText"
       from messages m join contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
       left join send_queue q on q.workspace_id = m.workspace_id and q.contact_id = m.contact_id
         and q.message_id = m.id
       where m.campaign_id = $1 order by m.id`,
      [campaign.campaignId],
    );
    return rows;
  });
}

/** How many messages are in each state, only those that occur. */
export async function statesOf(campaign: TestCampaign): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { state } of await messagesOf(campaign)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

export async function campaignState(campaign: TestCampaign): Promise<string | undefined> {
  return asAdmin(async (client) => {
    const { rows } = await client.query<{ state: string }>(
      "select state from campaigns where id = $1",
      [campaign.campaignId],
    );
    return rows[0]?.state;
  });
}

/**
 * Replays a campaign's history: every step begins where the one before ended, each fence has at most
 * one intent, and the last step is the row's state. Returns what is wrong.
 */
export async function faultsInHistory(campaign: TestCampaign): Promise<string[]> {
  const { rows } = await asAdmin((client) =>
    client.query<{ message: string; state: string; steps: [string, string, number][] }>(
      `select m.id as message, coalesce(max(q.state), m.state) as state,
         json_agg(json_build_array(t."from", t."to", t.fence) order by t.step) as steps
       from messages m join message_transitions t
         on t.workspace_id = m.workspace_id and t.contact_id = m.contact_id and t.message_id = m.id
       left join send_queue q on q.workspace_id = m.workspace_id and q.contact_id = m.contact_id
         and q.message_id = m.id
       where m.campaign_id = $1 group by m.id, m.state`,
      [campaign.campaignId],
    ),
  );
  return rows.flatMap(({ message, state, steps }) => {
    const chain = steps.every(([from], at) => from === (steps[at - 1]?.[1] ?? ""));
    const intents = steps.filter(([, to]) => to === "in_flight").map(([, , fence]) => fence);
    const isOk = chain && steps.at(-1)?.[1] === state && new Set(intents).size === intents.length;
    return isOk ? [] : [`${message} is ${state} after ${JSON.stringify(steps)}`];
  });
}

/**
 * Gives a campaign's frozen letter something that only the next version knows (`isNewer`), so that this one cannot
 * read it, or takes that away again.
 */
export async function makeNewer({ campaignId }: TestCampaign, isNewer: boolean): Promise<void> {
  const compiled = isNewer
    ? `compiled || '{"madeByTheNextVersion": true}'`
    : "compiled - 'madeByTheNextVersion'";
  await asAdmin(async (client) => {
    await client.query("alter table content_versions disable trigger user");
    await client.query(
      `update content_versions set compiled = ${compiled} where campaign_id = $1`,
      [campaignId],
    );
    await client.query("alter table content_versions enable trigger user");
  });
}
