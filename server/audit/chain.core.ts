import { sha256 } from "../kernel";

/** What an audit hash covers, in this order. */
export interface AuditLink {
  seq: number;
  at: Date;
  actorKind: string;
  actorId: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  summary: Record<string, unknown>;
  requestId: string;
  prevHash: string;
}

/** JSON with sorted keys: the same value always gives the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`);
    return `{${entries.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/** Hash of one entry over its content and the hash before it. */
export function auditHash(link: AuditLink): string {
  return sha256(canonicalJson({ ...link, at: link.at.toISOString() }));
}

/** The `seq` of the first entry that does not follow from the one before it, or null. */
export function firstBroken(links: readonly (AuditLink & { hash: string })[]): number | null {
  let previous = "";
  let expected = 1;
  for (const { hash, ...link } of links) {
    if (link.seq !== expected || link.prevHash !== previous || auditHash(link) !== hash) {
      return link.seq;
    }
    previous = hash;
    expected += 1;
  }
  return null;
}
