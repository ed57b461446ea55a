import { expect, test } from "vitest";
import { POST as oneClick, GET as openOneClick } from "@/app/api/unsubscribe/[token]/route";
import { recordConsentBatch, sampleUnsubscribeLinks, unsubscribeLinks } from "@/server/consent";
import { newId } from "@/server/kernel";
import { addCampaign, addContact, addTopic } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { GET, POST } from "./[token]/route";

interface Scene {
  w: TestWorkspace;
  contact: string;
  topic: string;
  other: string;
  hidden: string;
  campaign: string;
  token: string;
}

/** A person who receives three topics of the brand, one of them private, and a mail about the first. */
async function scene(locale = "en"): Promise<Scene> {
  const w = await freshWorkspace();
  const contact = await addContact(w, { locale });
  const topic = await addTopic(w, { name: "Newsletter" });
  const other = await addTopic(w, { name: "New arrivals" });
  const hidden = await addTopic(w, { name: "Internal tests", isPublic: false });
  const campaign = await addCampaign(w, topic);
  await w.run((ctx) =>
    recordConsentBatch(
      ctx,
      [topic, other, hidden].map((topicId) => ({
        contactId: contact,
        topicId,
        action: "import_claim" as const,
        basis: "consent_double_opt_in" as const,
        source: "import" as const,
        sourceId: newId(),
        evidence: { origin: "shop" },
      })),
    ),
  );
  const target = { workspaceId: w.workspaceId, contactId: contact, campaignId: campaign };
  const token = unsubscribeLinks(target).pageUrl.split("/").at(-1) ?? "";
  return { w, contact, topic, other, hidden, campaign, token };
}

const paramsOf = (token: string) => ({ params: Promise.resolve({ token }) });
const urlOf = (token: string, query = "") => `http://kairos.test/unsubscribe/${token}${query}`;

async function show(token: string, headers: Record<string, string> = {}, query = "") {
  const response = await GET(new Request(urlOf(token, query), { headers }), paramsOf(token));
  return { response, html: await response.text() };
}

async function submit(token: string, fields: Record<string, string | string[]>) {
  const body = new URLSearchParams({ language: "en", visit: "visit-0001" });
  for (const [key, value] of Object.entries(fields)) {
    body.delete(key);
    for (const one of [value].flat()) body.append(key, one);
  }
  const request = new Request(urlOf(token), { method: "POST", body, headers: { origin: "null" } });
  const response = await POST(request, paramsOf(token));
  return { response, html: await response.text() };
}

async function statesOf({ contact, topic, other, hidden }: Scene) {
  const { rows } = await asAdmin((client) =>
    client.query<{ topic_id: string; state: string; paused_until: Date | null }>(
      "select topic_id, state, paused_until from consent_states where contact_id = $1",
      [contact],
    ),
  );
  const of = (id: string) => rows.find((row) => row.topic_id === id);
  return [topic, other, hidden].map((id) => {
    const row = of(id);
    return row?.paused_until ? `${row.state}, paused` : (row?.state ?? "nothing");
  });
}

async function ledgerOf(contact: string) {
  const { rows } = await asAdmin((client) =>
    client.query<{ action: string; source: string; campaign_id: string | null }>(
      "select action, source, campaign_id from consent_events where contact_id = $1 order by seq",
      [contact],
    ),
  );
  return rows;
}

const undoToken = (html: string) => /name="undo" value="([^"]+)"/.exec(html)?.[1] ?? "";

test("the page shows what the person receives, in strict headers, and changes nothing", async () => {
  const s = await scene();
  const { response, html } = await show(s.token);
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "content-security-policy": expect.stringMatching(/^default-src 'none'; style-src 'sha256-/),
  });
  expect(html).toContain("Newsletter");
  expect(html).toContain("New arrivals");
  expect(html).toContain("p•••@n•••.example");
  expect(html).not.toContain("Internal tests");
  expect(html).not.toContain("@nord.example");
  expect(html).not.toMatch(/<script/i);
  expect(html.length).toBeLessThan(20_000);
  expect(await ledgerOf(s.contact)).toHaveLength(3);
  expect(await statesOf(s)).toEqual(["granted", "granted", "granted"]);
});

test("the person's language is spoken, unless another one is chosen", async () => {
  const german = await scene("de-AT");
  expect((await show(german.token)).html).toMatch(/<html lang="de">[\s\S]*abbestellen/);
  expect((await show(german.token, {}, "?lang=en")).html).toContain("Unsubscribe");
  const unknown = await scene("fr");
  const { html } = await show(unknown.token, { "accept-language": "de-DE,de;q=0.9" });
  expect(html).toContain('<html lang="de">');
});

test("unsubscribing ends the chosen topics; doing it twice says the same; undo works once", async () => {
  const s = await scene();
  const fields = { act: "topics", topicIds: [s.topic, s.other], reason: "too_many" };
  const first = await submit(s.token, fields);
  expect(first.response.status).toBe(200);
  expect(first.html).toContain("You are unsubscribed");
  expect(await statesOf(s)).toEqual(["withdrawn", "withdrawn", "granted"]);
  const second = await submit(s.token, fields);
  expect(second.response.status).toBe(200);
  expect(await ledgerOf(s.contact)).toHaveLength(5);
  expect((await ledgerOf(s.contact)).at(-1)).toEqual({
    action: "withdraw",
    source: "unsubscribe_page",
    campaign_id: s.campaign,
  });
  expect(undoToken(second.html)).toBe(undoToken(first.html));
  const undo = { act: "undo", undo: undoToken(first.html), topicIds: [] };
  expect((await submit(s.token, undo)).html).toContain("Everything is as it was before");
  expect(await statesOf(s)).toEqual(["granted", "granted", "granted"]);
  expect((await submit(s.token, undo)).response.status).toBe(200);
  expect((await ledgerOf(s.contact)).filter((e) => e.action === "undo")).toHaveLength(1);
  await submit(s.token, { act: "all", topicIds: [], visit: "visit-0002" });
  expect((await submit(s.token, undo)).response.status).toBe(410);
  expect(await statesOf(s)).toEqual(["withdrawn", "withdrawn", "withdrawn"]);
});

test("an undo is refused after 15 minutes, to others, and when something happened since", async () => {
  const s = await scene();
  const { html } = await submit(s.token, { act: "topics", topicIds: s.topic });
  const undo = { act: "undo", undo: undoToken(html), topicIds: [] };
  const stranger = await scene();
  expect((await submit(stranger.token, undo)).response.status).toBe(404);
  await asAdmin(async (client) => {
    const earlier = "update consent_events set at = at - interval '16 minutes'";
    await client.query(`${earlier} where contact_id = $1`, [s.contact]);
  });
  expect((await submit(s.token, undo)).response.status).toBe(410);
  expect(await statesOf(s)).toEqual(["withdrawn", "granted", "granted"]);
});

test("an undo of a withdrawal from a topic nothing was known of leaves nothing behind", async () => {
  const s = await scene();
  const fresh = await addContact(s.w);
  const target = { workspaceId: s.w.workspaceId, contactId: fresh, campaignId: s.campaign };
  const token = unsubscribeLinks(target).pageUrl.split("/").at(-1) ?? "";
  const { html } = await submit(token, { act: "topics", topicIds: s.topic });
  expect(await statesOf({ ...s, contact: fresh })).toEqual(["withdrawn", "nothing", "nothing"]);
  await submit(token, { act: "undo", undo: undoToken(html), topicIds: [] });
  expect(await statesOf({ ...s, contact: fresh })).toEqual(["nothing", "nothing", "nothing"]);
});

test("a pause rests the whole brand and never shortens; a choice is needed", async () => {
  const s = await scene();
  const { html } = await submit(s.token, { act: "pause90", topicIds: [] });
  expect(html).toContain("Your e-mails rest until");
  const paused = Array(3).fill("granted, paused");
  expect(await statesOf(s)).toEqual(paused);
  const ledger = await ledgerOf(s.contact);
  await submit(s.token, { act: "pause30", topicIds: [] });
  expect(await ledgerOf(s.contact)).toEqual(ledger);
  const none = await submit(s.token, { act: "topics", topicIds: [] });
  expect(none.response.status).toBe(400);
  expect(none.html).toContain("Choose at least one");
  expect((await submit(s.token, { act: "grant", topicIds: s.topic })).response.status).toBe(400);
  expect(await statesOf(s)).toEqual(paused);
});

test("links to archived topics, removed people and someone who receives nothing still work", async () => {
  const s = await scene();
  await asAdmin(async (client) => {
    await client.query("update topics set archived_at = now() where id = $1", [s.topic]);
    await client.query("update contacts set deleted_at = now(), email = null where id = $1", [
      s.contact,
    ]);
  });
  expect((await show(s.token)).response.status).toBe(200);
  await submit(s.token, { act: "topics", topicIds: s.topic });
  await submit(s.token, { act: "all", topicIds: [] });
  expect(await statesOf(s)).toEqual(Array(3).fill("withdrawn"));
  const { response, html } = await show(s.token);
  expect(response.status).toBe(200);
  expect(html).toContain("You no longer receive");
});

test("a flipped bit, another tenant's ids and nonsense lead nowhere", async () => {
  const [s, other] = [await scene(), await scene()];
  const flipped = [...s.token].map((letter, i) =>
    i === 20 ? (letter === "A" ? "B" : "A") : letter,
  );
  const mixed = unsubscribeLinks({
    workspaceId: other.w.workspaceId,
    contactId: s.contact,
    campaignId: s.campaign,
  });
  const tokens = [
    flipped.join(""),
    `${s.token.slice(0, -1)}${s.token.endsWith("A") ? "Q" : "A"}`,
    mixed.pageUrl.split("/").at(-1) ?? "",
    "nonsense",
    `${s.token}.x`,
  ];
  for (const token of tokens) {
    const { response, html } = await show(token);
    expect(response.status).toBe(404);
    expect(html).toContain("This link is not valid");
    expect(html).not.toContain("Nord");
    expect((await submit(token, { act: "all", topicIds: [] })).response.status).toBe(404);
    const posted = await oneClick(clickRequest(token), paramsOf(token));
    expect(posted.status).toBe(404);
    expect(await posted.json()).toMatchObject({ error: { code: "LINK_INVALID" } });
  }
  expect(await statesOf(s)).toEqual(Array(3).fill("granted"));
});

const ONE_CLICK = "List-Unsubscribe=One-Click";
const FORM = "application/x-www-form-urlencoded";

function clickRequest(token: string, given: { body?: BodyInit; headers?: HeadersInit } = {}) {
  return new Request(`http://kairos.test/api/unsubscribe/${token}`, {
    method: "POST",
    body: given.body ?? ONE_CLICK,
    headers: given.headers ?? { "content-type": FORM },
  });
}

function multipart(): FormData {
  const data = new FormData();
  data.set("List-Unsubscribe", "One-Click");
  return data;
}

test.each<{ name: string; body: BodyInit; headers: Record<string, string> }>([
  { name: "no user agent", body: ONE_CLICK, headers: { "content-type": FORM } },
  {
    name: "a Java client of another origin",
    body: ONE_CLICK,
    headers: { "content-type": FORM, "user-agent": "Java/1.8.0_262", origin: "https://mail.test" },
  },
  {
    name: "a charset and more fields",
    body: `x=1&${ONE_CLICK}`,
    headers: { "content-type": `${FORM}; charset=UTF-8` },
  },
  { name: "multipart", body: multipart(), headers: {} },
])("RFC 8058 from $name ends the topic, once in the ledger", async ({ body, headers }) => {
  const s = await scene();
  const post = () => oneClick(clickRequest(s.token, { body, headers }), paramsOf(s.token));
  const response = await post();
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("");
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(await statesOf(s)).toEqual(["withdrawn", "granted", "granted"]);
  expect((await post()).status).toBe(200);
  expect((await ledgerOf(s.contact)).slice(3)).toEqual([
    { action: "withdraw", source: "list_unsubscribe", campaign_id: s.campaign },
  ]);
});

test.each([
  { body: "", type: FORM },
  { body: "List-Unsubscribe=Two-Click", type: FORM },
  { body: ONE_CLICK, type: "text/plain" },
  { body: '{"List-Unsubscribe":"One-Click"}', type: "application/json" },
  { body: ONE_CLICK, type: "multipart/form-data; boundary=x" },
  { body: `${"x".repeat(70_000)}&${ONE_CLICK}`, type: FORM },
])("RFC 8058 with the body %# is refused and changes nothing", async ({ body, type }) => {
  const s = await scene();
  const request = clickRequest(s.token, { body, headers: { "content-type": type } });
  const response = await oneClick(request, paramsOf(s.token));
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: "UNSUB_BODY" } });
  expect(await ledgerOf(s.contact)).toHaveLength(3);
});

test("opening the header's address only leads to the page; a test letter's links change nothing", async () => {
  const s = await scene();
  const open = await openOneClick(new Request(urlOf(s.token)), paramsOf(s.token));
  expect([open.status, open.headers.get("location")]).toEqual([303, `/unsubscribe/${s.token}`]);
  const bad = await openOneClick(new Request(urlOf("bad")), paramsOf("bad"));
  expect([bad.status, bad.headers.get("location")]).toEqual([404, null]);
  expect(await ledgerOf(s.contact)).toHaveLength(3);
  const sample = sampleUnsubscribeLinks().pageUrl.split("/").at(-1) ?? "";
  expect((await show(sample)).html).toContain("test message");
  expect((await oneClick(clickRequest(sample), paramsOf(sample))).status).toBe(200);
});
