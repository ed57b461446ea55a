import { createServer as listen, type Server } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { tryConnection } from "./connection";
import {
  isPublicAddress,
  leavesMachine,
  openServerOf,
  pauseServer,
  readSendingPlan,
  resolvePublic,
  routeFor,
} from "./index";
import { listLimits, removeLimit, setLimit } from "./limits";
import * as resolve from "./resolve";
import { listRules, removeRule, setRule } from "./routes";
import { type ServerInput, serverSchema } from "./schemas";
import {
  archiveServer,
  createServer,
  keepTest,
  listServers,
  openServer,
  updateServer,
} from "./servers";

const INPUT: ServerInput = {
  name: "Main",
  host: "smtp.shop.example",
  port: 587,
  security: "starttls",
  username: "kairos",
  password: "geheim-und-lang",
  ehloName: "",
  perSecond: null,
  connections: 5,
};

const create = (place: TestWorkspace, change: Partial<ServerInput> = {}) =>
  place.run((ctx) => createServer(ctx, { ...INPUT, ...change }));
const update = (place: TestWorkspace, id: string, change: Partial<ServerInput>) =>
  place.run((ctx) => updateServer(ctx, { ...INPUT, password: "", ...change, id }));
const opened = (place: TestWorkspace, id: string) => place.run((ctx) => openServer(ctx, id));

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a mail server", () => {
  test("keeps its password sealed, and no answer has it", async () => {
    const place = await freshWorkspace();
    const { id } = await create(place);
    const { rows } = await asAdmin((client) =>
      client.query<{ sealed: string }>(
        "select sealed_password as sealed from mail_servers where id = $1",
        [id],
      ),
    );
    const sealed = rows[0]?.sealed ?? "";
    expect(sealed).toMatch(/^v1\./);
    const listed = JSON.stringify(await place.run(listServers));
    for (const secret of [INPUT.password, sealed]) expect(listed).not.toContain(secret);
    expect(await opened(place, id)).toMatchObject({ password: INPUT.password });
  });

  test("keeps the password when none is given, unless it would go elsewhere", async () => {
    const place = await freshWorkspace();
    const { id } = await create(place);
    await update(place, id, { name: "Renamed", perSecond: 20 });
    expect(await opened(place, id)).toMatchObject({ password: INPUT.password });
    for (const change of [{ host: "evil.example" }, { username: "other" }]) {
      await expect(update(place, id, change)).rejects.toMatchObject({
        code: "VALUE_REQUIRED",
        detail: { field: "password" },
      });
    }
    await update(place, id, { host: "smtp2.shop.example", password: "neu" });
    expect(await opened(place, id)).toMatchObject({ host: "smtp2.shop.example", password: "neu" });
    await update(place, id, { host: "smtp2.shop.example", username: "" });
    expect(await opened(place, id)).toMatchObject({ username: "", password: "" });
  });

  test.each(["127.0.0.1", "10.1.2.3", "::1", "localhost", "mail", "db.internal", "127.1"])(
    "may not be %s",
    async (host) => {
      const place = await freshWorkspace();
      const refusal = { code: "SMTP_HOST_FORBIDDEN", detail: { field: "host" } };
      await expect(create(place, { host })).rejects.toMatchObject(refusal);
      await expect(resolvePublic(host)).rejects.toMatchObject(refusal);
    },
  );

  test.each<[string, object]>([
    ["host", { host: "smtp.shop.example\r\nRCPT TO:<a@b.example>" }],
    ["host", { host: "smtp.shop.example:25" }],
    ["ehloName", { ehloName: "kairos\r\nMAIL FROM:<x@y.example>" }],
    ["port", { port: 22 }],
  ])("names a fault at %s", (field, change) => {
    const { error } = serverSchema.safeParse({ ...INPUT, ...change });
    expect(error?.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([
      [field, "SMTP_HOST_FORBIDDEN"],
    ]);
  });

  test("needs TLS", async () => {
    const place = await freshWorkspace();
    await expect(create(place, { security: "none" })).rejects.toMatchObject({
      code: "SMTP_TLS_REQUIRED",
      detail: { field: "security" },
    });
  });

  test("is none of a demo shop", async () => {
    const place = await freshWorkspace();
    await asAdmin(async (client) => {
      await client.query("set session_replication_role = replica");
      await client.query("update workspaces set is_demo = true where id = $1", [place.workspaceId]);
    });
    await expect(create(place)).rejects.toMatchObject({ code: "DEMO_MAIL_SERVER" });
  });

  test("pauses, goes on, and is removed with its password and its rules", async () => {
    const place = await freshWorkspace();
    expect(await place.run(leavesMachine)).toBe(false);
    const { id } = await create(place);
    expect(await place.run(leavesMachine)).toBe(true);
    const pause = (isPaused: boolean) => place.run((ctx) => pauseServer(ctx, { id, isPaused }));
    await pause(true);
    expect((await place.run(listServers)).servers).toMatchObject([{ isPaused: true }]);
    await pause(false);
    const reason = "454 4.7.0\r\nToo many logins";
    await place.runAsWorker((ctx) => pauseServer(ctx, { id, isPaused: true, reason }));
    expect((await place.run(listServers)).servers).toMatchObject([
      { isPaused: true, pausedReason: "454 4.7.0 Too many logins" },
    ]);
    await place.run((ctx) => archiveServer(ctx, { id }));
    expect((await place.run(listServers)).servers).toEqual([]);
    expect((await place.run(listRules)).rules).toEqual([]);
    expect(await place.run(leavesMachine)).toBe(false);
    await expect(pause(true)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { rows } = await asAdmin((client) =>
      client.query("select sealed_password from mail_servers where id = $1", [id]),
    );
    expect(rows).toEqual([{ sealed_password: null }]);
  });
});

test("an address of the open internet is connected to as it stands", async () => {
  const target = await resolvePublic("1.1.1.1");
  expect(target).toEqual({ address: "1.1.1.1", servername: undefined, isPublic: true });
  expect(isPublicAddress(target.address)).toBe(true);
});

describe("rules", () => {
  test("the first server gets all mail; rules are replaced, and removed, as a whole", async () => {
    const place = await freshWorkspace();
    const a = await create(place, { name: "A" });
    const b = await create(place, { name: "B" });
    const any = { brandId: null, kind: null };
    expect((await place.run(listRules)).rules).toEqual([{ ...any, serverIds: [a.id] }]);
    await place.run((ctx) => setRule(ctx, { ...any, serverIds: [b.id, a.id] }));
    const own = { brandId: place.brandId, kind: "opt_in" as const };
    await place.run((ctx) => setRule(ctx, { ...own, serverIds: [b.id] }));
    expect((await place.run(listRules)).rules).toEqual([
      { ...any, serverIds: [b.id, a.id] },
      { ...own, serverIds: [b.id] },
    ]);
    await place.run((ctx) => removeRule(ctx, own));
    await expect(place.run((ctx) => removeRule(ctx, own))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("name only what is there, and is one's own", async () => {
    const place = await freshWorkspace();
    const other = await freshWorkspace();
    const { id } = await create(place);
    const foreign = await create(other);
    for (const rule of [
      { brandId: other.brandId, kind: null, serverIds: [id] },
      { brandId: null, kind: null, serverIds: [foreign.id] },
    ]) {
      await expect(place.run((ctx) => setRule(ctx, rule))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });
});

test("limits are set, changed and removed by domain", async () => {
  const place = await freshWorkspace();
  const set = (domain: string, perMinute: number) =>
    place.run((ctx) => setLimit(ctx, { domain, perMinute }));
  await set("GMX.de", 60);
  await set("gmx.de", 90);
  expect(await place.run(listLimits)).toEqual([{ domain: "gmx.de", perMinute: 90 }]);
  await expect(set("gmx", 1)).rejects.toMatchObject({ code: "DOMAIN_INVALID" });
  await place.run((ctx) => removeLimit(ctx, { domain: "gmx.de" }));
  expect(await place.run(listLimits)).toEqual([]);
});

test("the plan of a sender has servers, rules and limits; passwords open by their own call", async () => {
  const place = await freshWorkspace();
  const { id } = await create(place, { perSecond: 20 });
  await place.run((ctx) => setLimit(ctx, { domain: "gmx.de", perMinute: 60 }));
  const plan = await place.runAsWorker((ctx) => readSendingPlan(ctx.db, ctx.workspaceId, ctx.now));
  expect(plan).toMatchObject({
    servers: [{ id, host: "smtp.shop.example", perSecond: 20, isPaused: false }],
    routes: [{ brandId: null, kind: null, serverId: id, position: 0 }],
    limits: [{ domain: "gmx.de", perMinute: 60 }],
  });
  expect(JSON.stringify(plan)).not.toContain(INPUT.password);
  expect(routeFor(plan.routes, { brandId: place.brandId, kind: "marketing" })).toEqual([id]);
  const [server] = plan.servers;
  if (!server) throw new Error("No server.");
  expect(openServerOf(place.workspaceId, server)).toMatchObject({ password: INPUT.password });
});

describe("a try to connect", () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** A machine that answers each line with the next of these. */
  async function speaking(...lines: string[]): Promise<number> {
    const server = listen((socket) => {
      const rest = [...lines];
      socket.on("error", () => undefined);
      socket.write(`${rest.shift()}\r\n`);
      socket.on("data", () => {
        const line = rest.shift();
        if (line) socket.write(`${line}\r\n`);
        else socket.end();
      });
    });
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  const open = { ...INPUT, security: "none" as const, host: "127.0.0.1" };
  const here = () =>
    vi.spyOn(resolve, "resolvePublic").mockResolvedValue({
      ...{ address: "127.0.0.1", servername: undefined, isPublic: false },
    });

  test("says what answers, and whether it let us in", async () => {
    here();
    const port = await speaking("220 hi", "250-x\r\n250 AUTH PLAIN", "235 welcome", "221 bye");
    expect(await tryConnection({ ...open, port: port as 25 })).toEqual({
      ...{ ok: true, tls: null, isAuthenticated: true },
    });
  });

  test.each<[string, Partial<ServerInput>, string[]]>([
    ["auth", {}, ["220 hi", "250-x\r\n250 AUTH PLAIN", "535 5.7.8 wrong password"]],
    ["starttls", { security: "starttls" }, ["220 hi", "250 x", "502 no"]],
    ["tls_mismatch", { security: "tls" }, ["220 hi"]],
    ["greeting", {}, ["who are you?"]],
    ["refuses", {}, ["554 go away"]],
    ["busy", {}, ["421 too many connections"]],
    ["busy", {}, ["220 hi", "250-x\r\n250 AUTH PLAIN", "454 4.7.0 later"]],
  ])("says that it failed at %s", async (step, change, lines) => {
    here();
    const port = await speaking(...lines);
    const result = await tryConnection({ ...open, ...change, port });
    expect(result).toMatchObject({ ok: false, step });
    expect(JSON.stringify(result)).not.toContain(INPUT.password);
  });

  test("says that nobody listens, and does not knock at forbidden doors", async () => {
    expect(await tryConnection(open)).toMatchObject({ ok: false, step: "forbidden" });
    here();
    const port = await speaking("220");
    await new Promise<void>((done) => servers.pop()?.close(() => done()));
    expect(await tryConnection({ ...open, port })).toMatchObject({ ok: false, step: "refused" });
  });

  test("does not sign in without TLS on the open internet", async () => {
    vi.spyOn(resolve, "resolvePublic").mockResolvedValue({
      ...{ address: "192.0.2.1", servername: undefined, isPublic: true },
    });
    expect(await tryConnection(open)).toMatchObject({ ok: false, step: "insecure" });
  });

  test("is kept, and forgotten when the server changes", async () => {
    const place = await freshWorkspace();
    const { id } = await create(place);
    const result = { ok: false, step: "timeout", reply: "" } as const;
    await place.run((ctx) => keepTest(ctx, id, result));
    expect((await place.run(listServers)).servers).toMatchObject([{ testResult: result }]);
    await update(place, id, { name: "New" });
    expect((await place.run(listServers)).servers).toMatchObject([{ testResult: null }]);
  });
});
