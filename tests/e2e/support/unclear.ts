import { Client } from "pg";
import { databaseAddress } from "../../support/product";

/**
 * Makes as if the mail server had broken off or refused where it took a letter: the local mailbox never
 * does. The stories act through the browser; this is what only another mail server could do. It takes
 * the campaign's first accepted letters, `unknown` of them and then `refused`. No worker has sent them: the
 * journal of one that dies meanwhile would settle what is unknown.
 */
export async function makeUnclear(
  campaignId: string,
  { unknown, refused }: { unknown: number; refused: number },
): Promise<void> {
  const client = new Client({ connectionString: databaseAddress() });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `with chosen as (
         select workspace_id, contact_id, id, row_number() over (order by id) <= $2 as is_unknown
         from messages where campaign_id = $1 and state = 'accepted' order by id limit $2 + $3),
       moved as (
         update messages m
         set state = case when is_unknown then 'unknown' else 'failed' end, worker_id = null,
             smtp_code = case when is_unknown then null else 552 end,
             enhanced_code = case when is_unknown then null else '5.2.2' end,
             remote_text = case when is_unknown then null else 'mailbox full' end,
             skip_reason = case when is_unknown then null else 'rejected' end,
             bounce = case when is_unknown then null else 'mailbox' end
         from chosen c
         where m.workspace_id = c.workspace_id and m.contact_id = c.contact_id and m.id = c.id
         returning m.workspace_id, m.contact_id, m.id, m.state)
       update message_transitions t
       set "to" = moved.state, detail = case moved.state when 'unknown' then 'lost' else 'rejected' end
       from moved
       where t.workspace_id = moved.workspace_id and t.contact_id = moved.contact_id
         and t.message_id = moved.id and t."to" = 'accepted'`,
      [campaignId, unknown, refused],
    );
    if (rowCount !== unknown + refused) throw new Error("The campaign has too few letters.");
  } finally {
    await client.end();
  }
}
