import type pg from "pg";

interface Sent {
  workspaceId: string;
  topicId: string;
  /** How many of the workspace's people had it, from the first on. */
  people: number;
  name: string;
  /** When the first letter was accepted; the others follow within three hours. */
  from: string;
}

/**
 * A finished campaign of two variants as a real one leaves it: letters accepted within three hours,
 * 60 % with tracking, of these 40 % opened (a third by machines only) and 8 % clicked within two
 * days: 25 and 5 % of all. Everything is made from row numbers, so two runs give the same.
 */
export async function fillCampaign(client: pg.Client, sent: Sent): Promise<string> {
  const { workspaceId, topicId, people, name, from } = sent;
  const { rows } = await client.query<{ id: string }>(
    `insert into campaigns (workspace_id, id, brand_id, topic_id, name, state, created_by, updated_by,
       started_at, finished_at)
     select t.workspace_id, uuidv7(), t.brand_id, t.id, $3, 'finished', t.id, t.id, $4, $4
     from topics t where t.workspace_id = $1 and t.id = $2 returning id`,
    [workspaceId, topicId, name, from],
  );
  const campaignId = rows[0]?.id ?? "";
  const key = [workspaceId, campaignId];
  await client.query(
    `with versions as (
       insert into content_versions (workspace_id, id, campaign_id, document, compiled, sha256)
       select $1, uuidv7(), $2, '{}', '{}', '' from generate_series(0, 1) returning id)
     insert into campaign_variants (workspace_id, id, campaign_id, position, document, version_id)
     select $1, uuidv7(), $2, row_number() over () - 1, '{}', id from versions`,
    key,
  );
  await client.query(
    `insert into content_links (workspace_id, id, version_id, position, url, label)
     select $1, uuidv7(), version_id, n, 'https://nord.example/' || n, 'Link ' || n
     from campaign_variants, generate_series(0, 5) n where workspace_id = $1 and campaign_id = $2`,
    key,
  );
  await client.query(
    `insert into messages (workspace_id, contact_id, id, brand_id, channel, kind, campaign_id, variant_id,
       version_id, dedupe_key, topic_id, state, intent_at, result_at, is_tracked, created_at)
     select $1, p.id, uuidv7(), c.brand_id, 'email', 'marketing', $2, v.id, v.version_id,
       'campaign:' || $2, c.topic_id,
       case when n % 200 = 0 then 'failed' else 'accepted' end, at, at, n % 5 < 3, $4::timestamptz
     from (select id, n, $4::timestamptz + n * interval '3 hours' / $3 as at
           from (select id, row_number() over (order by id) as n from contacts
                 where workspace_id = $1 order by id limit $3) numbered) p
     join campaigns c on c.workspace_id = $1 and c.id = $2
     join campaign_variants v on v.workspace_id = $1 and v.campaign_id = $2 and v.position = n % 2`,
    [...key, people, from],
  );
  await client.query(
    `insert into message_events (workspace_id, contact_id, id, message_id, campaign_id, kind, link_id, at,
       is_machine)
     select $1, m.contact_id, uuidv7(), m.id, $2, e.kind, l.id,
       m.result_at + (m.n * 7919 % 172800) * interval '1 second', m.n % 3 = 0
     from (select *, row_number() over (order by contact_id) as n from messages
           where workspace_id = $1 and campaign_id = $2 and state = 'accepted' and is_tracked) m
     join (values ('open', 5, 2), ('click', 25, 2)) e (kind, each, under) on m.n % each < under
     left join content_links l on e.kind = 'click' and l.workspace_id = $1
       and l.version_id = m.version_id and l.position = m.n % 6`,
    key,
  );
  await client.query("vacuum analyze messages, message_events, campaigns, content_links");
  return campaignId;
}
