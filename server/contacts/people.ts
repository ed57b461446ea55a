import { sql } from "drizzle-orm";
import { type AttributeValue, statement, type Tx } from "@/db";

/** A person as letters, previews and other domains need them. */
export interface Person {
  id: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  locale: string | null;
  externalId: string | null;
  attributes: Record<string, AttributeValue>;
}

const living = statement<{ workspaceId: string; ids: readonly string[] }, Person>(
  ({ workspaceId, ids }) => sql`
    select id, email, first_name as "firstName", last_name as "lastName", phone, locale,
      external_id as "externalId", attributes
    from contacts
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) and deleted_at is null`,
);

/** The living people among `ids`, in no particular order; unknown and removed ones are absent. */
export async function findPeople(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Person[]> {
  return ids.length === 0 ? [] : living(tx, { workspaceId, ids });
}

/**
 * Derives `order_count`, `order_total`, `order_currency` and `last_order_at` of these people from
 * their orders again. Currencies are never added up: the workspace's own wins, else the one of the
 * person's last order. One statement; chunks of some thousand ids are fine.
 */
export async function recomputeOrderTotals(
  tx: Tx,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<void> {
  if (contactIds.length === 0) return;
  const ids = sql`${`{${contactIds.join(",")}}`}::uuid[]`;
  await tx.execute(sql`
    with per_currency as (
      select o.contact_id, o.currency, count(*)::int as orders, max(o.ordered_at) as last_at,
             round(sum(o.total) * 100)::bigint as total,
             (o.currency = w.currency) as is_own
      from orders o join workspaces w on w.id = o.workspace_id
      where o.workspace_id = ${workspaceId} and o.contact_id = any(${ids})
      group by o.contact_id, o.currency, w.currency
    ), summed as (
      select contact_id, sum(orders)::int as orders, max(last_at) as last_at,
             (array_agg(total order by is_own desc, last_at desc, currency))[1] as total,
             (array_agg(currency order by is_own desc, last_at desc, currency))[1] as currency
      from per_currency group by contact_id
    )
    update contacts c
    set order_count = coalesce(s.orders, 0), order_total = coalesce(s.total, 0),
        order_currency = s.currency, last_order_at = s.last_at
    from unnest(${ids}) as wanted(id) left join summed s on s.contact_id = wanted.id
    where c.workspace_id = ${workspaceId} and c.id = wanted.id
      and (c.order_count, c.order_total, c.order_currency, c.last_order_at)
          is distinct from (coalesce(s.orders, 0), coalesce(s.total, 0), s.currency, s.last_at)`);
}
