/**
 * How long a campaign's report takes at 1 M messages, measured where the server computes it. Run it
 * against any PostgreSQL 18 server:
 *
 *   DATABASE_URL=postgres://… APP_SECRET=… node --import tsx tests/bench/report.ts [people] [--keep]
 *
 * Database and options as in contacts-list.ts. Of two campaigns, the second to everybody, orders
 * count for the later one, as they do in a shop that writes twice a week.
 */

import { inQueryRole } from "@/db";
import { creditedSince, getReport } from "@/server/reporting";
import { countCredits } from "@/server/reporting/attribution-queries";
import { receivedSpan } from "@/server/reporting/figures.core";
import { countOutcomes, countUnsubscribes } from "@/server/reporting/queries";
import { countLinkClicks, countTouched } from "@/server/tracking";
import { fillCampaign } from "./report-data";
import { asBenchAdmin, openBench, people, say } from "./workspace";

const bench = await openBench();
const { workspaceId, topicId } = bench;
const campaignId = await asBenchAdmin(async (client) => {
  const { rows } = await client.query<{ id: string }>(
    "select id from campaigns where workspace_id = $1 and name = 'Report'",
    [workspaceId],
  );
  if (rows[0]) return rows[0].id;
  const start = performance.now();
  const sent = { workspaceId, topicId };
  await fillCampaign(client, { ...sent, people: people / 5, name: "Before", from: "2025-05-30" });
  const id = await fillCampaign(client, { ...sent, people, name: "Report", from: "2025-06-02" });
  say(`filled ${people} messages in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return id;
});
say("  median  slowest  (ms, with the transaction around it)");
const { total } = await bench.run((ctx) => getReport(ctx, { id: campaignId }));
const { matched, opens, clicks, orders } = total;
say(`${matched} messages, ${opens} opened, ${clicks} clicked by people, ${orders} orders`);
await bench.measure("the whole report", (ctx) => getReport(ctx, { id: campaignId }), 1_000);

const asked = { workspaceId, campaignId };
const zone = "Europe/Berlin";
const received = await bench.run(({ db }) =>
  inQueryRole(db, async (tx) => receivedSpan(await countOutcomes(tx, asked, zone))),
);
await bench.measure("outcomes", ({ db }) =>
  inQueryRole(db, (tx) => countOutcomes(tx, asked, zone)),
);
for (const isByVariant of [true, false]) {
  await bench.measure(`touched${isByVariant ? ", by variant" : ""}`, ({ db }) =>
    inQueryRole(db, (tx) => countTouched(tx, { ...asked, isByVariant }, zone)),
  );
}
await bench.measure("orders of the campaign", ({ db }) =>
  inQueryRole(db, (tx) => countCredits(tx, { ...asked, days: 5, received }, zone)),
);
await bench.measure("links", ({ db }) => countLinkClicks(db, workspaceId, campaignId));
await bench.measure("unsubscribes", ({ db }) =>
  countUnsubscribes(db, workspaceId, { campaignId, since: new Date("2025-06-01") }),
);
for (const days of [1, 30]) {
  const since = new Date(Date.parse("2025-06-05") - days * 86_400_000);
  await bench.measure(`orders that count, of ${days} days`, (ctx) =>
    creditedSince({ ...ctx, now: new Date("2025-06-05") }, since),
  );
}
await bench.close();
