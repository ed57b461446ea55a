import { record } from "../audit";
import { enqueue } from "../jobs";
import { AppError, type Ctx, newId } from "../kernel";
import { dkimRecord, dmarcRecord, spfRecord } from "./dns.core";
import * as queries from "./domain-queries";
import { standingOf, storedFindings } from "./findings";
import { insertNewKey } from "./keys";
import { canonicalDomain } from "./schemas";
import { knownHosts } from "./servers";
import { type DkimFinding, domainsAbove, graceEnd, maySendFrom } from "./state.core";
import { readWarmUp, warmUpToday } from "./warm-up";

const DAY_MS = 86_400_000;

/** Enqueues the next daily look at a workspace's domains; one that waits already stays the only one. */
export async function enqueueDailyCheck(ctx: Ctx): Promise<void> {
  await enqueue(ctx.db, "senders.check", {
    payload: { workspaceId: ctx.workspaceId },
    key: ctx.workspaceId,
    startAfter: new Date(ctx.now.getTime() + DAY_MS),
  });
}

/**
 * Adds a domain with a key of its own, not verified yet. Errors: DOMAIN_INVALID,
 * SENDING_DOMAIN_TAKEN at `domain`.
 */
export async function addDomain(ctx: Ctx, input: { domain: string }): Promise<{ id: string }> {
  const domain = canonicalDomain(input.domain);
  if (!domain) throw new AppError("DOMAIN_INVALID", { field: "domain" });
  const id = newId(ctx.now.getTime());
  const row = { workspaceId: ctx.workspaceId, id, domain, createdAt: ctx.now };
  if (!(await queries.insertDomain(ctx.db, row))) {
    throw new AppError("SENDING_DOMAIN_TAKEN", { field: "domain" });
  }
  await insertNewKey(ctx, { domainId: id, role: "current" });
  await enqueueDailyCheck(ctx);
  await record(ctx, {
    action: "sending_domains.create",
    subjectType: "sending_domain",
    subjectId: id,
    summary: { domain },
  });
  return { id };
}

/** Removes a domain with its keys; what it signed can be verified as long as its records stand. */
export async function removeDomain(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const row = await queries.lockDomain(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  await queries.deleteDomain(ctx.db, { workspaceId: ctx.workspaceId, id });
  await record(ctx, {
    action: "sending_domains.remove",
    subjectType: "sending_domain",
    subjectId: id,
    summary: { domain: row.domain },
  });
}

/** Which brands send from a domain or from below it. */
async function brandsByDomain(ctx: Ctx) {
  const senders = await queries.listSenders(ctx.db, ctx.workspaceId);
  return (domain: string) =>
    senders.filter(({ senderEmail }) => domainsAbove(senderEmail).includes(domain));
}

/** Where a domain stands, as screens tell it. */
function shownStanding(row: queries.DomainRow, now: Date) {
  const standing = standingOf(row);
  return {
    state: standing.state,
    maySend: maySendFrom(standing, now),
    verifiedAt: standing.verifiedAt,
    failingSince: standing.failingSince,
    graceEnd: graceEnd(standing),
    checkedAt: row.checkedAt,
  };
}

/** The domains of the workspace by name: where each stands and which brands send from it. */
export async function listDomains(ctx: Ctx) {
  const rows = await queries.listDomains(ctx.db, ctx.workspaceId);
  const brandsOf = await brandsByDomain(ctx);
  const domains = rows.map((row) => ({
    id: row.id,
    domain: row.domain,
    ...shownStanding(row, ctx.now),
    brands: brandsOf(row.domain).map(({ id, name }) => ({ id, name })),
  }));
  const names = rows.map(({ domain }) => domain);
  const senders = await queries.listSenders(ctx.db, ctx.workspaceId);
  return {
    domains,
    /** Brands whose sender stands on none of them, with the domain they would need. */
    without: senders
      .filter(({ senderEmail }) => !domainsAbove(senderEmail).some((name) => names.includes(name)))
      .map(({ id, name, senderEmail }) => ({
        id,
        name,
        senderEmail,
        domain: domainsAbove(senderEmail)[0] ?? "",
      })),
  };
}

/** One domain with the records to set and what was found of them. Errors: NOT_FOUND. */
export async function getDomain(ctx: Ctx, { id }: { id: string }) {
  const row = await queries.findDomain(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  const { domain } = row;
  const findings = storedFindings(row);
  const keys = await queries.listKeys(ctx.db, ctx.workspaceId, id);
  const brandsOf = await brandsByDomain(ctx);
  const keyShown = (key: (typeof keys)[number]) => ({
    id: key.id,
    role: key.role === "current" || key.role === "next" ? key.role : ("retired" as const),
    selector: key.selector,
    createdAt: key.createdAt,
    retiredAt: key.retiredAt,
    record: dkimRecord(domain, key),
    finding: (findings?.keys[key.id] ?? null) as DkimFinding | null,
  });
  return {
    id,
    domain,
    ...shownStanding(row, ctx.now),
    keys: keys.map(keyShown),
    spf: {
      record: spfRecord(domain, await knownHosts(ctx)),
      finding: findings?.spf ?? null,
    },
    dmarc: { record: dmarcRecord(domain), finding: findings?.dmarc ?? null },
    brands: brandsOf(domain).map(({ id: brandId, name }) => ({ id: brandId, name })),
    warmUp: readWarmUp(row),
    today: await warmUpToday(ctx, row),
  };
}
