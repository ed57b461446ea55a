import { record } from "../audit";
import { AppError, type Ctx } from "../kernel";
import type { Dns } from "./dns";
import { dkimFinding, dkimRecord, dmarcFinding, spfFinding } from "./dns.core";
import * as queries from "./domain-queries";
import { standingOf } from "./findings";
import { type DmarcFinding, type DnsFindings, type DomainState, nextStanding } from "./state.core";

/** What is to be looked for: a domain and the keys whose records are wanted. */
export interface Looked {
  id: string;
  domain: string;
  keys: { id: string; selector: string; publicKey: string }[];
}

/** All domains of a workspace, or one of them, with the keys whose records must be found. */
export async function listLooked(ctx: Ctx, id?: string): Promise<Looked[]> {
  const domains = await queries.listDomains(ctx.db, ctx.workspaceId);
  const keys = await queries.listKeys(ctx.db, ctx.workspaceId);
  return domains
    .filter((domain) => id === undefined || domain.id === id)
    .map((domain) => ({
      id: domain.id,
      domain: domain.domain,
      keys: keys.filter((key) => key.domainId === domain.id && key.role !== "retired"),
    }));
}

/** How many names above a domain are asked for a policy. */
const LEVELS = 4;

/** The policy of a domain or of the nearest one above it. */
async function lookForPolicy(dns: Dns, domain: string): Promise<DmarcFinding> {
  const labels = domain.split(".");
  const names = labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
  for (const name of names.slice(0, LEVELS)) {
    const finding = dmarcFinding(await dns.txt(`_dmarc.${name}`), name);
    if (finding.state !== "missing") return finding;
  }
  return { state: "missing" };
}

/** Asks the DNS for everything at once. No transaction is open meanwhile: it may take seconds. */
export async function lookUp(dns: Dns, { domain, keys }: Looked): Promise<DnsFindings> {
  const keyFinding = async ({ id, ...key }: Looked["keys"][number]) => {
    const answer = await dns.txt(dkimRecord(domain, key).name);
    return [id, dkimFinding(answer, key.publicKey)] as const;
  };
  const [found, spf, dmarc] = await Promise.all([
    Promise.all(keys.map(keyFinding)),
    dns.txt(domain).then(spfFinding),
    lookForPolicy(dns, domain),
  ]);
  return { keys: Object.fromEntries(found), spf, dmarc };
}

/**
 * Keeps what a look found and what the domain is since then. Errors: NOT_FOUND when the domain was
 * removed meanwhile.
 */
export async function keepFindings(
  ctx: Ctx,
  id: string,
  findings: DnsFindings,
): Promise<{ state: DomainState }> {
  const row = await queries.lockDomain(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  const keys = await queries.listKeys(ctx.db, ctx.workspaceId, id);
  const current = keys.find((key) => key.role === "current");
  const finding = (current && findings.keys[current.id]) ?? { state: "unreachable" };
  const before = standingOf(row);
  const standing = nextStanding(before, finding, ctx.now);
  await queries.updateDomain(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { ...standing, findings, checkedAt: ctx.now },
  );
  // The daily look notes what changed; one that somebody asked for is always noted.
  if (ctx.actor.kind !== "system" || standing.state !== before.state) {
    await record(ctx, {
      action: "sending_domains.check",
      subjectType: "sending_domain",
      subjectId: id,
      summary: { state: standing.state, record: finding.state },
    });
  }
  return { state: standing.state };
}
