import { createPublicKey, createSign, createVerify } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { keepFindings, listLooked, lookUp } from "./check";
import { type Dns, systemDns } from "./dns";
import type { TxtAnswer } from "./dns.core";
import { addDomain, enqueueDailyCheck, getDomain, listDomains, removeDomain } from "./domains";
import {
  openSigner,
  readSendingPlan,
  reserveSent,
  returnSent,
  verifiedSender,
  warmUpLimit,
} from "./index";
import { sendersJobs } from "./jobs";
import { addKey, dropKey, switchKey } from "./keys";
import { setWarmUp } from "./warm-up";

const NOW = new Date("2026-03-10T12:00:00Z");
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

const add = (place: TestWorkspace, domain: string) =>
  place.run((ctx) => addDomain(ctx, { domain }), { now: NOW });
const get = (place: TestWorkspace, id: string, now = NOW) =>
  place.run((ctx) => getDomain(ctx, { id }), { now });

/** A DNS with these records only. */
function dnsOf(records: Record<string, string[]>): Dns {
  return {
    txt: async (name): Promise<TxtAnswer> => {
      const found = records[name];
      return found
        ? { ok: true, records: found.map((text) => text.match(/.{1,255}/g) ?? []) }
        : { ok: false, reason: "missing" };
    },
  };
}
const DEAF: Dns = { txt: async () => ({ ok: false, reason: "unreachable" }) };

/** Looks as the button does. */
async function check(
  place: TestWorkspace,
  id: string,
  { dns, now = NOW }: { dns: Dns; now?: Date },
) {
  const [looked] = await place.run((ctx) => listLooked(ctx, id), { now });
  if (!looked) throw new Error("No such domain.");
  const findings = await lookUp(dns, looked);
  return place.run((ctx) => keepFindings(ctx, id, findings), { now });
}

/** A DNS in which every record that is asked for stands as it was shown. */
async function obedient(place: TestWorkspace, id: string): Promise<Dns> {
  const { keys, spf, dmarc } = await get(place, id);
  const records = [...keys.map(({ record }) => record), spf.record, dmarc.record];
  return dnsOf(Object.fromEntries(records.map(({ name, value }) => [name, [value]])));
}

describe("adding a domain", () => {
  test("makes a key of its own, whose private half nobody can read", async () => {
    const place = await freshWorkspace();
    const { id } = await add(place, " NEWS.Shop.example. ");
    const shown = await get(place, id);
    expect(shown).toMatchObject({ domain: "news.shop.example", state: "pending", maySend: false });
    const [key] = shown.keys;
    expect(key?.record.name).toBe(`${key?.selector}._domainkey.news.shop.example`);
    expect(key?.record.value).toMatch(/^v=DKIM1; k=rsa; p=MII[A-Za-z0-9+/]+=*$/);
    const { rows } = await asAdmin((client) =>
      client.query<{ sealed: string }>(
        "select sealed_key as sealed from sending_keys where workspace_id = $1",
        [place.workspaceId],
      ),
    );
    const sealed = rows[0]?.sealed ?? "";
    expect(sealed).toMatch(/^v1\./);
    expect(JSON.stringify([shown, await place.run(listDomains)])).not.toContain(
      sealed.slice(3, 40),
    );
  });

  test("refuses what is no domain, and one that is there already", async () => {
    const place = await freshWorkspace();
    for (const domain of [
      "shop",
      "a b.example",
      "https://shop.example",
      "x@y.example",
      "1.2.3.4",
    ]) {
      await expect(add(place, domain)).rejects.toMatchObject({
        code: "DOMAIN_INVALID",
        detail: { field: "domain" },
      });
    }
    await add(place, "büro.example");
    await expect(add(place, "xn--bro-hoa.example")).rejects.toMatchObject({
      code: "SENDING_DOMAIN_TAKEN",
    });
    // Another workspace may have it too: with a key, and a record, of its own.
    const other = await freshWorkspace();
    const [one, two] = [await place.run(listDomains), await add(other, "büro.example")];
    const own = await get(place, one.domains[0]?.id ?? "");
    const others = await get(other, two.id);
    expect(own.keys[0]?.selector).not.toBe(others.keys[0]?.selector);
  });

  test("has one daily look waiting, however many domains there are", async () => {
    const place = await freshWorkspace();
    await add(place, "a.example");
    await add(place, "b.example");
    await place.run(enqueueDailyCheck, { now: later(1) });
    const { rows } = await asAdmin((client) =>
      client.query<{ start_after: Date }>(
        "select start_after from pgboss.job where name = 'senders.check' and data ->> 'workspaceId' = $1",
        [place.workspaceId],
      ),
    );
    expect(rows.map((row) => row.start_after)).toEqual([later(24)]);
  });
});

test("the daily job looks at every domain and waits for the next day", async () => {
  const place = await freshWorkspace();
  const { id } = await add(place, "shop.example");
  const dns = await obedient(place, id);
  const ask = vi.spyOn(systemDns, "txt").mockImplementation(dns.txt);
  const waiting = () =>
    asAdmin((client) =>
      client.query("delete from pgboss.job where name = $1 and data ->> 'workspaceId' = $2", [
        "senders.check",
        place.workspaceId,
      ]),
    );
  await waiting();
  const { workspaceId } = place;
  await sendersJobs["senders.check"]?.({ workspaceId }, new AbortController().signal);
  ask.mockRestore();
  expect(await get(place, id)).toMatchObject({ state: "verified" });
  expect((await waiting()).rowCount).toBe(1);
  // Without a domain there is nothing to wait for.
  await place.run((ctx) => removeDomain(ctx, { id }));
  await sendersJobs["senders.check"]?.({ workspaceId }, new AbortController().signal);
  expect((await waiting()).rowCount).toBe(0);
  // The worker may do it in its own role.
  await place.runAsWorker(enqueueDailyCheck);
  expect((await waiting()).rowCount).toBe(1);
});

describe("a look at the DNS", () => {
  test("verifies a domain by its own record, and tells what else stands there", async () => {
    const place = await freshWorkspace();
    const { id } = await add(place, "shop.example");
    expect(await check(place, id, { dns: dnsOf({}) })).toEqual({ state: "pending" });
    expect(await get(place, id)).toMatchObject({
      keys: [{ finding: { state: "missing" } }],
      spf: { finding: { state: "missing" } },
      dmarc: { finding: { state: "missing" } },
      checkedAt: NOW,
    });
    expect(await check(place, id, { dns: await obedient(place, id) })).toEqual({
      state: "verified",
    });
    expect(await get(place, id)).toMatchObject({
      state: "verified",
      maySend: true,
      keys: [{ finding: { state: "ok" } }],
      spf: { finding: { state: "ok" } },
      dmarc: { finding: { state: "ok", policy: "none", at: "shop.example" } },
    });
  });

  test("finds the policy of the domain above", async () => {
    const place = await freshWorkspace();
    const { id } = await add(place, "news.shop.example");
    await check(place, id, { dns: dnsOf({ "_dmarc.shop.example": ["v=DMARC1; p=reject"] }) });
    const finding = { state: "ok", policy: "reject", at: "shop.example" };
    expect((await get(place, id)).dmarc.finding).toMatchObject(finding);
  });

  test("lets mail go on for three days when the record is gone, and takes no silence for that", async () => {
    const place = await freshWorkspace();
    const { id } = await add(place, "shop.example");
    await check(place, id, { dns: await obedient(place, id) });
    await check(place, id, { dns: DEAF, now: later(10) });
    expect(await get(place, id, later(10))).toMatchObject({ state: "verified" });
    await check(place, id, { dns: dnsOf({}), now: later(20) });
    await check(place, id, { dns: dnsOf({}), now: later(44) });
    expect(await get(place, id, later(44))).toMatchObject({
      state: "failing",
      maySend: true,
      graceEnd: later(92),
    });
    expect(await get(place, id, later(92))).toMatchObject({ state: "failing", maySend: false });
    await check(place, id, { dns: await obedient(place, id), now: later(93) });
    expect(await get(place, id, later(93))).toMatchObject({ state: "verified", maySend: true });
  });

  test("the daily one notes only what changed", async () => {
    const place = await freshWorkspace();
    const { id } = await add(place, "shop.example");
    const dns = await obedient(place, id);
    const entries = async () => {
      const { rows } = await asAdmin((client) =>
        client.query("select 1 from audit_entries where workspace_id = $1 and action = $2", [
          place.workspaceId,
          "sending_domains.check",
        ]),
      );
      return rows.length;
    };
    for (const [answer, expected] of [
      [dnsOf({}), 0],
      [dns, 1],
      [dns, 1],
      [dnsOf({}), 2],
    ] as const) {
      const [looked] = await place.runAsWorker((ctx) => listLooked(ctx));
      if (!looked) throw new Error("No domain.");
      const findings = await lookUp(answer, looked);
      await place.runAsWorker((ctx) => keepFindings(ctx, id, findings));
      expect(await entries()).toBe(expected);
    }
  });
});

describe("which address may stand in From", () => {
  test("the domain's own and those below it, nobody else's", async () => {
    const place = await freshWorkspace();
    const other = await freshWorkspace();
    const sender = (who: TestWorkspace, email: string, now = NOW) =>
      who.run((ctx) => verifiedSender(ctx, email), { now });
    const { id } = await add(place, "shop.example");
    expect(await sender(place, "a@shop.example")).toBeNull();
    await check(place, id, { dns: await obedient(place, id) });
    for (const email of ["a@shop.example", "a@x.news.shop.example"]) {
      expect(await sender(place, email)).toMatchObject({ domain: "shop.example", graceEnd: null });
    }
    for (const email of ["a@myshop.example", "a@example", "a@shop.example.evil.example"]) {
      expect(await sender(place, email)).toBeNull();
    }
    expect(await sender(other, "a@shop.example")).toBeNull();
    // A domain below that is not proven does not take the proof of the one above away.
    await add(place, "news.shop.example");
    expect(await sender(place, "a@news.shop.example")).toMatchObject({ domain: "shop.example" });
    await check(place, id, { dns: dnsOf({}) });
    expect(await sender(place, "a@shop.example", later(1))).toMatchObject({ graceEnd: later(72) });
    expect(await sender(place, "a@shop.example", later(72))).toBeNull();
  });
});

describe("another key", () => {
  test("takes over once it is published; the old one is destroyed", async () => {
    const place = await freshWorkspace();
    const { id } = await add(place, "shop.example");
    await check(place, id, { dns: await obedient(place, id) });
    const change = (verb: typeof addKey) => place.run((ctx) => verb(ctx, { id }), { now: NOW });
    await expect(change(switchKey)).rejects.toMatchObject({ code: "DKIM_KEY_STATE" });
    const alone = await obedient(place, id);
    await change(addKey);
    await expect(change(addKey)).rejects.toMatchObject({ code: "DKIM_KEY_STATE" });
    await check(place, id, { dns: alone });
    // The old key still signs: nothing is wrong with the domain.
    expect(await get(place, id)).toMatchObject({ state: "verified" });
    await expect(change(switchKey)).rejects.toMatchObject({ code: "DKIM_KEY_UNPUBLISHED" });
    await check(place, id, { dns: await obedient(place, id) });
    await change(switchKey);
    const { keys } = await get(place, id);
    expect(keys.map(({ role }) => role).sort()).toEqual(["current", "retired"]);
    const { rows } = await asAdmin((client) =>
      client.query<{ role: string; sealed: string | null }>(
        "select role, sealed_key as sealed from sending_keys where domain_id = $1 order by role",
        [id],
      ),
    );
    expect(rows).toEqual([
      { role: "current", sealed: expect.any(String) },
      { role: "retired", sealed: null },
    ]);
  });

  test("may be thrown away before", async () => {
    const place = await freshWorkspace();
    const { id } = await add(place, "shop.example");
    await place.run((ctx) => addKey(ctx, { id }));
    await place.run((ctx) => dropKey(ctx, { id }));
    await expect(place.run((ctx) => dropKey(ctx, { id }))).rejects.toMatchObject({
      code: "DKIM_KEY_STATE",
    });
    expect((await get(place, id)).keys).toHaveLength(1);
  });
});

test("the plan of a sender has the keys of proven domains, which open only in their place", async () => {
  const place = await freshWorkspace();
  const { id } = await add(place, "shop.example");
  await add(place, "news.shop.example");
  const plan = { startOn: "2026-03-10", first: 50, growth: 100, target: 1_000 };
  await place.run((ctx) => setWarmUp(ctx, { id, plan }), { now: NOW });
  expect(await get(place, id)).toMatchObject({
    warmUp: plan,
    today: { day: "2026-03-10", sent: 0, limit: 50, finishedOn: "2026-03-15" },
  });
  const read = () => place.runAsWorker((ctx) => readSendingPlan(ctx.db, ctx.workspaceId, NOW));
  expect(await read()).toMatchObject({ signers: [], warmUps: [] });
  await check(place, id, { dns: await obedient(place, id) });
  const own = { workspaceId: place.workspaceId, domainId: id, day: "2026-03-10" };
  const reserve = (wanted: number) =>
    place.runAsWorker((ctx) => reserveSent(ctx.db, own, { limit: 10, wanted }));
  // No more than the day allows, and what was not handed over is given back.
  expect([await reserve(3), await reserve(4), await reserve(9), await reserve(1)]).toEqual([
    3, 4, 3, 0,
  ]);
  await place.runAsWorker((ctx) => returnSent(ctx.db, own, 3));
  expect(await get(place, id)).toMatchObject({ today: { sent: 7 } });
  const { signers, warmUps, day } = await read();
  expect(day).toBe("2026-03-10");
  expect(signers.map(({ domain }) => domain)).toEqual(["shop.example"]);
  expect(warmUps).toEqual([{ domainId: id, domain: "shop.example", plan, sent: 7 }]);
  expect(warmUps.map((one) => warmUpLimit(one.plan, "2026-03-11"))).toEqual([100]);
  const [signer] = signers;
  if (!signer) throw new Error("No signer.");
  const { pem, selector } = openSigner(place.workspaceId, signer);
  const shown = (await get(place, id)).keys[0];
  expect(selector).toBe(shown?.selector);
  const publicKey = createPublicKey({
    key: Buffer.from(shown?.record.value.split("p=")[1] ?? "", "base64"),
    format: "der",
    type: "spki",
  });
  const signature = createSign("sha256").update("x").sign(pem);
  expect(createVerify("sha256").update("x").verify(publicKey, signature)).toBe(true);
  const other = await freshWorkspace();
  expect(() => openSigner(other.workspaceId, signer)).toThrow();
  expect(JSON.stringify(signers)).not.toContain("PRIVATE KEY");
});

test("a list tells which brands send from a domain, and which from none; a removal takes all of it", async () => {
  const place = await freshWorkspace("Nord");
  const sender = (email: string) =>
    asAdmin((client) =>
      client.query("update brands set sender_email = $2 where workspace_id = $1", [
        place.workspaceId,
        email,
      ]),
    );
  await sender("hi@news.shop.example");
  expect(await place.run(listDomains)).toMatchObject({
    domains: [],
    without: [{ name: "Nord", domain: "news.shop.example" }],
  });
  const { id } = await add(place, "shop.example");
  expect(await place.run(listDomains)).toMatchObject({
    domains: [{ domain: "shop.example", brands: [{ name: "Nord" }] }],
    without: [],
  });
  await place.run((ctx) => removeDomain(ctx, { id }));
  await expect(place.run((ctx) => removeDomain(ctx, { id }))).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const { rows } = await asAdmin((client) =>
    client.query("select 1 from sending_keys where domain_id = $1", [id]),
  );
  expect(rows).toEqual([]);
});
