import type { LetterDocument } from "@/server/content";
import { freezeLetter } from "@/server/content";
import { materialise } from "@/server/delivery/materialise";
import { newId } from "@/server/kernel";
import { findBrandKit } from "@/server/workspaces";
import { type Lab, until } from "./lab";
import { SENDER } from "./letter";

export interface LabWorkspace {
  workspaceId: string;
  brandId: string;
  topicId: string;
  /** In the order of their ids. */
  contactIds: string[];
}

/** A workspace with a complete brand and `people` who want its newsletter and allow tracking. */
export async function labWorkspace(lab: Lab, people: number, prefix = "p"): Promise<LabWorkspace> {
  const [workspaceId, entityId, brandId, topicId, trackingId] = Array.from({ length: 5 }, () =>
    newId(),
  ) as [string, string, string, string, string];
  await lab.query("insert into workspaces (id, name) values ($1, 'Nord')", [workspaceId]);
  await lab.query(
    `insert into legal_entities (workspace_id, id, name, form, street, postal_code, city, country,
       email, register_court, register_number, directors)
     values ($1, $2, 'Nord', 'GmbH', 'Hafenstr. 1', '20457', 'Hamburg', 'DE', 'a@nord.example',
       'AG Hamburg', 'HRB 1', 'Olivia Nord')`,
    [workspaceId, entityId],
  );
  await lab.query(
    `insert into brands (workspace_id, id, legal_entity_id, name, sender_name, sender_email)
     values ($1, $2, $3, 'Nord', 'Nord', $4)`,
    [workspaceId, brandId, entityId, SENDER.address],
  );
  await lab.query(
    `insert into topics (workspace_id, id, brand_id, channel, name)
     values ($1, $2, $4, 'email', 'Newsletter'), ($1, $3, $4, 'tracking', 'Reading')`,
    [workspaceId, topicId, trackingId, brandId],
  );
  const contactIds: string[] = [];
  for (let from = 0; from < people; from += 10_000) {
    const ids = Array.from({ length: Math.min(10_000, people - from) }, () => newId());
    contactIds.push(...ids);
    await lab.query(
      `insert into contacts (workspace_id, id, email, first_name, last_name, sort_name, attributes)
       select $1, id, $4 || (n + $3) || '@d' || (n % 50) || '.example', 'Ana ' || (n + $3),
         'Ødegård', 'a', jsonb_build_object('city', 'Kiel ' || n % 90, 'tier', 'gold',
           'points', n, 'store', 'Hafen', 'advisor', 'Ben & Co', 'size', 'M')
       from unnest($2::uuid[]) with ordinality as u (id, n)`,
      [workspaceId, ids, from, prefix],
    );
    await lab.query(
      `insert into consent_states (workspace_id, contact_id, topic_id, state, basis, since, seq)
       select $1, id, topic, 'granted', 'consent_double_opt_in', now(), 1
       from unnest($2::uuid[]) u (id), unnest($3::uuid[]) t (topic)`,
      [workspaceId, ids, [topicId, trackingId]],
    );
  }
  // As in a shop of this size: a list to be looked into for each message.
  await lab.query(
    `insert into suppressions (workspace_id, address_hmac, reason, source)
     select $1, encode(sha256(convert_to('gone' || n, 'UTF8')), 'hex'), 'hard_bounce', 'test'
     from generate_series(1, 5000) n`,
    [workspaceId],
  );
  await lab.query("vacuum analyze");
  return { workspaceId, brandId, topicId, contactIds };
}

/** A campaign with its letter frozen and everybody's message made, held until `startCampaign`. */
export async function labCampaign(
  lab: Lab,
  workspace: LabWorkspace,
  given: { document: LetterDocument; contactIds?: readonly string[] },
): Promise<string> {
  const { workspaceId, brandId, topicId } = workspace;
  const contactIds = given.contactIds ?? workspace.contactIds;
  const [campaignId, variantId, by] = [newId(), newId(), newId()];
  const audience = { materialised: contactIds.length };
  await lab.query(
    `insert into campaigns (workspace_id, id, brand_id, topic_id, name, state, audience, created_by,
       updated_by, started_at)
     values ($1, $2, $3, $4, 'Spring', 'paused', $5, $6, $6, now())`,
    [workspaceId, campaignId, brandId, topicId, audience, by],
  );
  const versionId = await lab.run(workspaceId, async (ctx) => {
    const kit = await findBrandKit(ctx.db, workspaceId, brandId);
    if (!kit) throw new Error("The brand is missing.");
    const { document } = given;
    return freezeLetter(ctx, { campaignId, document, kit, topicName: "Newsletter" });
  });
  await lab.query(
    `insert into campaign_variants (workspace_id, id, campaign_id, position, document, version_id)
     values ($1, $2, $3, 0, '{}', $4)`,
    [workspaceId, variantId, campaignId, versionId],
  );
  for (let from = 0; from < contactIds.length; from += 5_000) {
    const people = contactIds
      .slice(from, from + 5_000)
      .map((id) => ({ id, verdict: "reachable" as const, variantId, versionId }));
    const at = new Date();
    await lab.run(workspaceId, (ctx) =>
      materialise(ctx.db, workspaceId, { campaignId, brandId, topicId, at, people }),
    );
  }
  return campaignId;
}

/** Lets a campaign go. */
export async function startCampaign(lab: Lab, workspaceId: string, id: string): Promise<void> {
  await lab.query("update campaigns set state = 'sending' where id = $1", [id]);
  await lab.query(
    `insert into due_work (workspace_id, lane, due_at) values ($1, 'campaign', now())
     on conflict (workspace_id, lane) do update set due_at = now()`,
    [workspaceId],
  );
}

export async function stateOf(lab: Lab, campaignId: string): Promise<string> {
  const [row] = await lab.query<{ state: string }>("select state from campaigns where id = $1", [
    campaignId,
  ]);
  return row?.state ?? "";
}

/**
 * What the database does by itself about so many new or ended rows, before anything is measured: else it would be
 * done beside the few that are, and stand in their cost.
 */
export async function tidyTables(lab: Lab): Promise<void> {
  for (const table of ["send_queue", "messages", "message_transitions"]) {
    await lab.query(`vacuum (analyze) ${table}`);
  }
}

/**
 * Lets all of a campaign but its last `left` messages be gone, as if they had been accepted, and the database be
 * done with what they leave behind. The campaign rests until it is started again.
 */
export async function skipTo(lab: Lab, campaignId: string, left: number): Promise<void> {
  await lab.query("update campaigns set state = 'paused' where id = $1", [campaignId]);
  await until("nothing on its way", async () => {
    const [held] = await lab.query(
      "select 1 from send_queue where campaign_id = $1 and state <> 'queued' limit 1",
      [campaignId],
    );
    return !held;
  });
  const [open] = await lab.query<{ count: number }>(
    "select count(*)::int as count from send_queue where campaign_id = $1",
    [campaignId],
  );
  for (let over = (open?.count ?? 0) - left; over > 0; over -= 20_000) {
    await lab.query(
      `with gone as (
         delete from send_queue q using (
           select contact_id, message_id from send_queue where campaign_id = $1
           order by due_at, message_id limit $2) first
         where q.campaign_id = $1 and q.contact_id = first.contact_id
           and q.message_id = first.message_id
         returning q.*)
       update messages m set state = 'accepted', result_at = clock_timestamp(), fence = 1, attempt = 1
       from gone g
       where m.workspace_id = g.workspace_id and m.contact_id = g.contact_id
         and m.id = g.message_id`,
      [campaignId, Math.min(over, 20_000)],
    );
  }
  await tidyTables(lab);
}
