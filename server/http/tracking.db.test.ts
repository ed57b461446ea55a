import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from "vitest";
import { GET as follow, HEAD as peek } from "@/app/t/c/[token]/route";
import { GET as pixel } from "@/app/t/o/[token]/route";
import { type Database, database, openDatabase } from "@/db/client";
import { recordConsent } from "@/server/consent";
import { readClickToken, trackedLinks, untrackedLinks, type VisitDesk } from "@/server/tracking";
import { openRecorder } from "@/server/tracking/recorder";
import { takeInVisits } from "@/server/tracking/take-in";
import { asAdmin } from "@/tests/support/database";
import { type Mailed, mailed, trackingTopicOf } from "@/tests/support/tracking";
import { freshWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { visitDesk } from "./tracking";

const holder = globalThis as { kairosDatabase?: Database; kairosVisits?: VisitDesk };
const PERSON =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kairos-tracking-"));
  vi.stubEnv("DATA_DIR", folder);
});
beforeEach(() => {
  // Each test is a web process of its own.
  holder.kairosVisits = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const paramsOf = (token: string) => ({ params: Promise.resolve({ token }) });
const tokenOf = (url: string) => url.split("/").at(-1) ?? "";

function request(given: { method?: string; agent?: string; from?: string } = {}) {
  const { method = "GET", agent = PERSON, from = "192.0.2.7" } = given;
  const headers = { "user-agent": agent, "x-forwarded-for": from };
  return new Request("http://kairos.test/t/c/x", { method, headers });
}

const click = (url: string, given = {}) => follow(request(given), paramsOf(tokenOf(url)));
const open = (url: string, given = {}) => pixel(request(given), paramsOf(tokenOf(url)));

const settle = () => visitDesk().settle();

function eventsOf({ workspace }: Mailed) {
  return asAdmin(async (client) => {
    const { rows } = await client.query<{
      kind: string;
      linkId: string | null;
      reason: string | null;
      agent: string;
      origin: string;
    }>(
      `select kind, link_id as "linkId", machine_reason as reason, agent, origin_digest as origin
       from message_events where workspace_id = $1 order by at, id`,
      [workspace.workspaceId],
    );
    return rows;
  });
}

function anonymousOf({ workspace }: Mailed) {
  return asAdmin(async (client) => {
    const { rows } = await client.query<{ linkId: string; isMachine: boolean }>(
      `select link_id as "linkId", is_machine as "isMachine" from link_clicks where workspace_id = $1`,
      [workspace.workspaceId],
    );
    return rows;
  });
}

describe("a link of a mail", () => {
  test("leads to what was frozen, and is kept with who allowed it", async () => {
    const mail = await mailed({ links: 3 });
    const response = await click(mail.tracked.linkTo(mail.links[1]?.id ?? ""));
    expect(response.status).toBe(302);
    expect(response.headers.get("location")).toBe("https://nord.example/1?a=1&b=2");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    await settle();
    const [event, ...others] = await eventsOf(mail);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: "click", linkId: mail.links[1]?.id, reason: null });
    expect(event?.agent).toBe(PERSON);
    expect(event?.origin).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(event)).not.toContain("192.0.2.7");
  });

  test("names nobody for whoever did not allow it", async () => {
    const mail = await mailed({ links: 2 });
    const url = mail.untracked.linkTo(mail.links[0]?.id ?? "");
    expect((await click(url)).status).toBe(302);
    expect((await click(url, { agent: "curl/8.5.0" })).status).toBe(302);
    await settle();
    expect(await eventsOf(mail)).toEqual([]);
    const clicks = await anonymousOf(mail);
    expect(clicks.map((one) => one.isMachine).sort()).toEqual([false, true]);
  });

  test("answers HEAD, and counts it as a machine's", async () => {
    const mail = await mailed({ links: 1 });
    const token = tokenOf(mail.tracked.linkTo(mail.links[0]?.id ?? ""));
    const response = await peek(request({ method: "HEAD" }), paramsOf(token));
    expect([response.status, await response.text()]).toEqual([302, ""]);
    await settle();
    expect(await eventsOf(mail)).toMatchObject([{ kind: "click", reason: "method" }]);
  });

  test("is kept with nobody any more once its reader has taken that back", async () => {
    const mail = await mailed({ links: 1 });
    const topicId = await trackingTopicOf(mail.workspace);
    await mail.workspace.run((ctx) =>
      recordConsent(ctx, mail.contactId, { action: "withdraw", topicId, source: "service_desk" }),
    );
    expect((await click(mail.tracked.linkTo(mail.links[0]?.id ?? ""))).status).toBe(302);
    await open(mail.tracked.pixelUrl ?? "");
    await settle();
    expect(await eventsOf(mail)).toEqual([]);
    expect(await anonymousOf(mail)).toHaveLength(1);
  });
});

describe("machines", () => {
  test("that try every link are found by the last one, also backwards", async () => {
    const mail = await mailed({ links: 3 });
    const [a = "", b = "", c = ""] = mail.links.map((link) => mail.tracked.linkTo(link.id));
    await click(a, { from: "198.51.100.1" });
    await settle();
    await click(b, { from: "198.51.100.1" });
    await click(a, { from: "203.0.113.9" });
    await settle();
    expect((await eventsOf(mail)).map((event) => event.reason)).toEqual([null, null, null]);
    await click(c, { from: "198.51.100.1" });
    await settle();
    const events = await eventsOf(mail);
    expect(events.map((event) => event.reason).sort()).toEqual([
      "every_link",
      "every_link",
      "every_link",
      null,
    ]);
    expect(events.find((event) => event.reason === null)?.linkId).toBe(mail.links[0]?.id);
  });

  test("that come before the mail does are no readers", async () => {
    const mail = await mailed({ links: 1, acceptedMsAgo: 300 });
    await click(mail.tracked.linkTo(mail.links[0]?.id ?? ""));
    await open(mail.tracked.pixelUrl ?? "");
    await settle();
    expect((await eventsOf(mail)).map((event) => event.reason)).toEqual([
      "before_delivery",
      "before_delivery",
    ]);
  });
});

describe("the pixel", () => {
  test("is the same 43 bytes for every token, and tells an open only for ours", async () => {
    const mail = await mailed({ links: 1 });
    const url = mail.tracked.pixelUrl ?? "";
    for (const token of [tokenOf(url), `${tokenOf(url)}x`, "1.a.b", ""]) {
      const response = await pixel(request(), paramsOf(token));
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("image/gif");
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect((await response.arrayBuffer()).byteLength).toBe(43);
    }
    await open(url, { agent: "Mozilla/5.0" });
    await settle();
    const reasons = (await eventsOf(mail)).map((event) => `${event.kind} ${event.reason}`);
    expect(reasons).toEqual(["open null", "open agent"]);
  });
});

describe("while the database is away", () => {
  test("links go on leading, and every click is in it once when it is back", async () => {
    const mail = await mailed({ links: 2 });
    const [a = "", b = ""] = mail.links.map((link) => mail.tracked.linkTo(link.id));
    const other = await mailed({ links: 1, workspace: mail.workspace });
    // One link was followed before; those beside it are known with it.
    await click(a);
    await settle();
    const real = database();
    const gone = openDatabase("postgres://nobody:x@127.0.0.1:1/none", { max: 1 });
    holder.kairosDatabase = gone;
    onTestFinished(async () => {
      holder.kairosDatabase = real;
      await gone.close();
    });
    for (const url of [a, b, b]) expect((await click(url)).status).toBe(302);
    await open(mail.tracked.pixelUrl ?? "");
    await expect(settle()).rejects.toThrow();
    // A link of a letter nobody has followed yet cannot be known.
    const unread = await click(other.tracked.linkTo(other.links[0]?.id ?? ""));
    expect([unread.status, unread.headers.get("location")]).toEqual([503, null]);

    // The process ends, another one starts, and the database is back.
    holder.kairosVisits = undefined;
    holder.kairosDatabase = real;
    await settle();
    await settle();
    const kinds = (await eventsOf(mail)).map((event) => event.kind).sort();
    expect(kinds).toEqual(["click", "click", "click", "click", "open"]);
    expect(await readdir(path.join(folder, "tracking"))).toEqual([]);
  });

  test("what was taken in but not forgotten is not taken in again", async () => {
    const mail = await mailed({ links: 1 });
    const visit = (id: string) => ({
      id,
      kind: "click" as const,
      at: new Date().toISOString(),
      workspaceId: mail.workspace.workspaceId,
      message: { contactId: mail.contactId, messageId: mail.messageId },
      linkId: mail.links[0]?.id ?? "",
      machineReason: null,
      agent: PERSON,
      origin: "",
    });
    const visits = [visit(crypto.randomUUID()), visit(crypto.randomUUID())];
    const take = () => mail.workspace.run((ctx) => takeInVisits(ctx, [...visits, ...visits]));
    await take();
    const topicId = await trackingTopicOf(mail.workspace);
    await mail.workspace.run((ctx) =>
      recordConsent(ctx, mail.contactId, { action: "withdraw", topicId, source: "service_desk" }),
    );
    // Their reader's word has changed meanwhile: they are still the same two clicks.
    await take();
    expect(await eventsOf(mail)).toHaveLength(2);
    expect(await anonymousOf(mail)).toEqual([]);
  });
});

test("a visit that the database refuses keeps no other out", async () => {
  const mail = await mailed({ links: 1 });
  const { workspaceId } = mail.workspace;
  let isPoisoned = true;
  const recorder = openRecorder({
    folder: path.join(folder, "poisoned"),
    now: () => new Date(),
    inWorkspace: (id, work) =>
      database().inWorkspace(id, async (tx) => {
        const result = await work(tx);
        const bad = sql`select 1 from message_events where agent = 'bad' having count(*) > 0`;
        const { rows } = await tx.execute(bad);
        if (isPoisoned && rows.length > 0) await tx.execute(sql`select 'x'::uuid`);
        return result;
      }),
  });
  const visit = (agent: string) => ({
    id: newId(),
    kind: "open" as const,
    at: new Date().toISOString(),
    workspaceId,
    message: { contactId: mail.contactId, messageId: mail.messageId },
    linkId: null,
    machineReason: null,
    agent,
    origin: "",
  });
  for (const agent of ["one", "bad", "two"]) await recorder.note(visit(agent));
  await recorder.settle();
  isPoisoned = false;
  await recorder.settle();
  expect((await eventsOf(mail)).map((event) => event.agent).sort()).toEqual(["one", "two"]);
});

describe("tokens that are not this mail's", () => {
  test("never lead anywhere and leave no row, whatever bit is changed", async () => {
    const mail = await mailed({ links: 2 });
    const token = tokenOf(mail.tracked.linkTo(mail.links[0]?.id ?? ""));
    const alphabet = "ABCXYZabcxyz0189-_.~";
    await fc.assert(
      fc.asyncProperty(
        fc.nat(token.length - 1),
        fc.constantFrom(...alphabet),
        fc.constantFrom("replace", "insert", "cut"),
        async (at, sign, way) => {
          const rest = way === "insert" ? token.slice(at) : token.slice(at + 1);
          const touched = token.slice(0, at) + (way === "cut" ? "" : sign) + rest;
          fc.pre(touched !== token);
          const response = await click(touched);
          expect([response.status, response.headers.get("location")]).toEqual([404, null]);
          await open(touched);
        },
      ),
      { numRuns: 200 },
    );
    for (const foreign of [mail.tracked.pixelUrl ?? "", `${token}.`, "", "sample"]) {
      expect((await click(foreign)).status).toBe(404);
    }
    await settle();
    expect([await eventsOf(mail), await anonymousOf(mail)]).toEqual([[], []]);
  });

  test("and mixtures of two workspaces, even under our own signature, give nothing away", async () => {
    const [own, other] = [await mailed({ links: 2 }), await mailed({ links: 2 })];
    const pairs = fc.record({
      workspaceId: fc.constantFrom(own.workspace.workspaceId, other.workspace.workspaceId),
      contactId: fc.constantFrom(own.contactId, other.contactId),
      messageId: fc.constantFrom(own.messageId, other.messageId),
      linkId: fc.constantFrom(...own.links.map((l) => l.id), ...other.links.map((l) => l.id)),
    });
    await fc.assert(
      fc.asyncProperty(pairs, async ({ linkId, ...message }) => {
        const home = [own, other].find((one) => one.workspace.workspaceId === message.workspaceId);
        const isLinkHere = home?.links.some((link) => link.id === linkId);
        for (const links of [trackedLinks(message), untrackedLinks(message.workspaceId)]) {
          const url = links.linkTo(linkId);
          expect(readClickToken(tokenOf(url))?.workspaceId).toBe(message.workspaceId);
          expect((await click(url)).status).toBe(isLinkHere ? 302 : 404);
        }
        await open(trackedLinks(message).pixelUrl ?? "");
      }),
      { numRuns: 60 },
    );
    await settle();
    for (const mail of [own, other]) {
      const { rows } = await asAdmin((client) =>
        client.query(
          `select contact_id, message_id from message_events where workspace_id = $1
             and (contact_id <> $2 or message_id <> $3)`,
          [mail.workspace.workspaceId, mail.contactId, mail.messageId],
        ),
      );
      expect(rows).toEqual([]);
      const ids = mail.links.map((link) => link.id);
      expect((await eventsOf(mail)).every((e) => !e.linkId || ids.includes(e.linkId))).toBe(true);
      expect((await anonymousOf(mail)).every((one) => ids.includes(one.linkId))).toBe(true);
    }
  });

  test("a link of another letter of the same workspace is nobody's click", async () => {
    const workspace = await freshWorkspace();
    const [own, other] = [
      await mailed({ links: 1, workspace }),
      await mailed({ links: 1, workspace }),
    ];
    await click(own.tracked.linkTo(other.links[0]?.id ?? ""));
    await settle();
    expect(await eventsOf(own)).toEqual([]);
    expect(await anonymousOf(own)).toHaveLength(1);
  });
});
