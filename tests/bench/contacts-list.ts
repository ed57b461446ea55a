/**
 * How fast the list of people is at 1 M contacts, measured where the server computes it: under the
 * web role with row level security on. Run it against any PostgreSQL 18 server:
 *
 *   DATABASE_URL=postgres://… APP_SECRET=… node --import tsx tests/bench/contacts-list.ts [people] [--keep]
 *
 * It makes a database `kairos_bench` there (and roles with that prefix), fills it once, prints one
 * line per question and drops it again unless `--keep` is given; a kept one is used again.
 */
import { count, list, search } from "@/server/contacts/list";
import { ContactListInput, SORTS } from "@/server/contacts/schemas";
import { openBench, say } from "./workspace";

const bench = await openBench();
const { topicId } = bench;

const ask = (input: Partial<ContactListInput>) => ContactListInput.parse(input);

/** The cursor of the page in the middle: found by SQL, because paging there takes 10,000 pages. */
async function deepCursor(input: Partial<ContactListInput>, pages = 40): Promise<string> {
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    const { next } = await bench.run((ctx) => list(ctx, ask({ ...input, cursor })));
    if (!next) break;
    cursor = next;
  }
  return cursor ?? "";
}

say("  median  slowest  (ms, with the transaction around it)");
for (const sort of SORTS) {
  for (const direction of ["asc", "desc"] as const) {
    await bench.measure(`first page by ${sort} ${direction}`, (ctx) =>
      list(ctx, ask({ sort, direction })),
    );
  }
}
const deep = await deepCursor({ sort: "lastOrder", direction: "desc" });
await bench.measure("page 41 by lastOrder desc", (ctx) =>
  list(ctx, ask({ sort: "lastOrder", direction: "desc", cursor: deep })),
);
const lettersDeep = await deepCursor({ createdFrom: "2024-06-01", sort: "name" });
await bench.measure("page 41 by name, created after", (ctx) =>
  list(ctx, ask({ createdFrom: "2024-06-01", sort: "name", cursor: lettersDeep })),
);
for (const text of [
  "s",
  "sch",
  "schmidt",
  "schmidt-q",
  "anna schmidt",
  "oz",
  "p12",
  "p123456",
  "K-0001",
  "k-00012345",
  "zzzz",
]) {
  await bench.measure(`search “${text}” by name`, (ctx) => list(ctx, ask({ search: text })));
  await bench.measure(`search “${text}” by revenue desc`, (ctx) =>
    list(ctx, ask({ search: text, sort: "revenue", direction: "desc" })),
  );
  await bench.measure(`palette “${text}”`, (ctx) => search(ctx, { text }));
}
const FILTERS: [string, Partial<ContactListInput>][] = [
  ["consent yes", { topicId, consent: "yes" }],
  ["consent no", { topicId, consent: "no" }],
  ["has orders", { hasOrders: "yes" }],
  ["no orders", { hasOrders: "no" }],
  ["language de (75 %)", { locale: "de" }],
  ["language fi (0.02 %)", { locale: "fi" }],
  ["language none", { locale: "sv" }],
  ["created in one day", { createdFrom: "2024-06-01", createdTo: "2024-06-01" }],
  ["city (0.5 %)", { attributeKey: "city", attributeValue: "City 7" }],
  ["tier (0.01 %)", { attributeKey: "tier", attributeValue: "gold" }],
  ["tier nobody has", { attributeKey: "tier", attributeValue: "tin" }],
  ["club no (99 %)", { attributeKey: "club", attributeValue: "false" }],
  ["without a city (nobody)", { attributeKey: "city", attributeValue: "" }],
  ["consent, orders, fr", { topicId, consent: "yes", hasOrders: "yes", locale: "fr" }],
];
for (const [label, filter] of FILTERS) {
  await bench.measure(`filter ${label}, by name`, (ctx) => list(ctx, ask(filter)));
  await bench.measure(`filter ${label}, by lastOrder desc`, (ctx) =>
    list(ctx, ask({ ...filter, sort: "lastOrder", direction: "desc" })),
  );
}
await bench.measure("count of everybody", (ctx) => count(ctx, {}));
await bench.measure("count of search “sch”", (ctx) => count(ctx, { search: "sch" }));
await bench.measure("count of consent yes", (ctx) => count(ctx, { topicId, consent: "yes" }));

await bench.close();
