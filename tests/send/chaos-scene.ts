import { newId } from "@/server/kernel";
import type { Lab } from "./lab";
import { LAB_LETTER } from "./letter";
import { type LabWorkspace, labCampaign, labWorkspace, startCampaign } from "./workspace";

/** Somebody who may be suppressed or withdraw. */
export interface ScenePerson {
  workspaceId: string;
  contactId: string;
  topicId: string;
  address: string;
}

export interface SceneCampaign {
  workspaceId: string;
  id: string;
  /** What happens to it on the way. */
  fate: "left alone" | "paused" | "cancelled";
}

/** Everybody who is written to, and by what. */
export interface Scene {
  people: ScenePerson[];
  campaigns: SceneCampaign[];
  /** How many messages there are. */
  total: number;
}

/** Short, so that the processors are left to what is attacked. */
const LETTER = { ...LAB_LETTER, blocks: LAB_LETTER.blocks.slice(0, 3) };

/** Shares of all messages: campaigns of two workspaces, the rest singles that wait for nobody. */
const CAMPAIGNS = [
  { place: 0, share: 0.4, fate: "left alone" },
  { place: 0, share: 0.2, fate: "paused" },
  { place: 0, share: 0.15, fate: "cancelled" },
  { place: 1, share: 0.2, fate: "left alone" },
] as const;

async function peopleOf(lab: Lab, workspace: LabWorkspace): Promise<ScenePerson[]> {
  const { workspaceId, topicId } = workspace;
  const rows = await lab.query<{ id: string; email: string }>(
    "select id, email from contacts where workspace_id = $1",
    [workspaceId],
  );
  return rows.map(({ id, email }) => ({ workspaceId, topicId, contactId: id, address: email }));
}

/** Messages without a campaign, as a receipt or a confirmation is queued; due within `overMs`. */
async function addSingles(
  lab: Lab,
  workspace: LabWorkspace,
  given: { kind: "transactional" | "opt_in"; count: number; versionId: string; overMs: number },
): Promise<void> {
  const { workspaceId, brandId } = workspace;
  const people = workspace.contactIds.slice(0, given.count);
  const ids = people.map(() => newId());
  const { kind, versionId, overMs } = given;
  await lab.query(
    `with one as (
       select contact_id, id, now() + random() * make_interval(secs => $7::numeric / 1000) as due_at
       from unnest($3::uuid[], $4::uuid[]) as u (contact_id, id)),
     made as (
       insert into messages (workspace_id, contact_id, id, brand_id, channel, kind, version_id,
         dedupe_key, state)
       select $1, contact_id, id, $2, 'email', $5, $6, $5 || ':' || id, 'queued' from one),
     noted as (
       insert into message_transitions (workspace_id, contact_id, message_id, step, "from", "to", at, fence)
       select $1, contact_id, id, 0, '', 'queued', now(), 0 from one),
     woken as (
       insert into due_work (workspace_id, lane, due_at) values ($1, $5, now())
       on conflict (workspace_id, lane) do nothing)
     insert into send_queue (workspace_id, contact_id, message_id, lane, due_at)
     select $1, contact_id, id, $5, due_at from one`,
    [workspaceId, brandId, people, ids, kind, versionId, overMs],
  );
}

/** Makes two workspaces with their people, campaigns and single messages; nothing is sent yet. */
export async function makeScene(lab: Lab, messages: number, overMs: number): Promise<Scene> {
  const sizes = CAMPAIGNS.map(({ share }) => Math.floor(messages * share));
  const workspaces = [
    await labWorkspace(lab, sizes[0] ?? 0),
    // Other addresses: what the mail server says of one is said of one person.
    await labWorkspace(lab, sizes[3] ?? 0, "q"),
  ] as const;
  const campaigns: SceneCampaign[] = [];
  for (const [at, { place, fate }] of CAMPAIGNS.entries()) {
    const workspace = workspaces[place];
    const contactIds = workspace.contactIds.slice(0, sizes[at]);
    const id = await labCampaign(lab, workspace, { document: LETTER, contactIds });
    campaigns.push({ workspaceId: workspace.workspaceId, id, fate });
  }
  const singles = messages - sizes.reduce((sum, size) => sum + size, 0);
  const [version] = await lab.query<{ id: string }>(
    "select version_id as id from campaign_variants where campaign_id = $1",
    [campaigns[0]?.id],
  );
  const versionId = version?.id ?? "";
  const half = Math.floor(singles / 2);
  const [first] = workspaces;
  await addSingles(lab, first, { kind: "transactional", count: half, versionId, overMs });
  await addSingles(lab, first, { kind: "opt_in", count: singles - half, versionId, overMs });
  const people = await Promise.all(workspaces.map((one) => peopleOf(lab, one)));
  return { people: people.flat(), campaigns, total: messages };
}

/** Lets everything go. */
export async function startScene(lab: Lab, { campaigns }: Scene): Promise<void> {
  for (const { workspaceId, id } of campaigns) await startCampaign(lab, workspaceId, id);
}
