import type pg from "pg";

const FIRST =
  "Anna,Ben,Clara,David,Elif,Finn,Greta,Hannes,Ida,Jonas,Katharina,Luca,Mia,Noah,Olivia,Paul,Quentin,Romy,Sophie,Theo,Ursula,Viktor,Wanda,Xaver,Yara,Zoé,Émile,Søren,Łukasz,Ágnes";
const LAST =
  "Müller,Schmidt,Schneider,Fischer,Weber,Meyer,Wagner,Becker,Schulz,Hoffmann,Koch,Bauer,Richter,Klein,Wolf,Schröder,Neumann,Schwarz,Zimmermann,Braun,Krüger,Hofmann,Hartmann,Lange,Krause,Öztürk,Yılmaz,Nowak,García,Rossi,Silva,Jensen,Novák,Horvat,Kowalski,Dubois,Laurent,Smith,Jones,Taylor,Brown,Wilson,Evans,Thomas,Roberts,Walker,Wright,Hughes,Green,Hall";

/**
 * Fills a workspace with people as a shop of some years has them: 1 in 20 without an address, a
 * third with 1 to 17 orders (3 M at 1 M people), languages and attributes of uneven frequency, consent of 60 %. Everything is
 * made inside the server from row numbers, so two runs give the same people.
 */
export async function fillWorkspace(
  client: pg.Client,
  workspace: { workspaceId: string; topicId: string; people: number },
): Promise<void> {
  const { workspaceId, topicId, people } = workspace;
  await client.query(
    `insert into contacts (workspace_id, id, email, external_id, first_name, last_name, locale,
       attributes, sort_name, order_count, order_total, order_currency, last_order_at, created_at, updated_at)
     select $1, uuidv7(), email, external_id, first, last, locale, attributes,
            lower(regexp_replace(normalize(last || ' ' || first, NFKD), '[\u0300-\u036f]', '', 'g')),
            orders, orders * 4990 + (case when orders > 0 then n % 977 else 0 end),
            case when orders > 0 then 'EUR' end,
            case when orders > 0 then created_at + interval '3 days' end, created_at, created_at
     from (
       select n,
         case when n % 20 > 0 then 'p' || reverse(n::text) || '.' || (n % 97) || '@mail' || n % 40 || '.example' end as email,
         'K-' || lpad(n::text, 8, '0') as external_id,
         firsts[1 + (n * 7 + n / 30) % array_length(firsts, 1)] as first,
         lasts[1 + (n * 13 + n / 50) % array_length(lasts, 1)] || case when n % 3 = 0 then '-' || chr(97 + n / 7 % 26) || chr(97 + n / 11 % 26) || chr(97 + n / 13 % 26) else '' end as last,
         case when n % 5000 = 0 then 'fi' when n % 50 = 0 then 'fr' when n % 4 = 0 then 'en' else 'de' end as locale,
         jsonb_build_object('city', 'City ' || n % 200, 'points', n % 1000, 'club', n % 100 = 0)
           || case when n % 10000 = 0 then '{"tier": "gold"}'::jsonb else '{}'::jsonb end as attributes,
         case when n % 3 = 0 then 1 + n % 17 else 0 end as orders,
         timestamptz '2023-01-01' + n * interval '90 seconds' as created_at
       from generate_series(1, $2::int) n,
         (select string_to_array($3, ',') as firsts, string_to_array($4, ',') as lasts) names
     ) made`,
    [workspaceId, people, FIRST, LAST],
  );
  await client.query(
    `insert into identities (workspace_id, kind, value, contact_id)
     select workspace_id, 'email', email, id from contacts where workspace_id = $1 and email is not null
     union all
     select workspace_id, 'external_id', external_id, id from contacts where workspace_id = $1`,
    [workspaceId],
  );
  await client.query(
    `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
     select workspace_id, id, uuidv7(), created_at + k * interval '1 day', 49.90, 'EUR'
     from contacts, generate_series(1, order_count) k where workspace_id = $1`,
    [workspaceId],
  );
  await client.query(
    `insert into consent_states (workspace_id, contact_id, topic_id, state, basis, since, seq)
     select workspace_id, id, $2, case when r < 6 then 'granted' else 'withdrawn' end,
            'consent_double_opt_in', created_at, 1
     from (select *, (row_number() over (order by id)) % 10 as r from contacts where workspace_id = $1) c
     where r < 8`,
    [workspaceId, topicId],
  );
}
