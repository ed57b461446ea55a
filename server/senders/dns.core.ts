import type { DkimFinding, DmarcFinding, SpfFinding } from "./state.core";

/** What a resolver answered to a question for TXT records: each as its strings, or why there is none. */
export type TxtAnswer =
  | { ok: true; records: readonly (readonly string[])[] }
  | { ok: false; reason: "missing" | "unreachable" };

const SHOWN = 200;
/** Of another key the end: how one begins, says only its kind. */
const KEY_SHOWN = 20;
const MISSING = { state: "missing" } as const;
const UNREACHABLE = { state: "unreachable" } as const;

/** One record is one text: its strings, of 255 bytes at most each, belong together without a blank. */
const textsOf = (records: readonly (readonly string[])[]) =>
  records.map((strings) => strings.join("").trim());

/** Line breaks and the like never reach a screen. */
const shown = (text: string) => text.replace(/\p{Cc}+/gu, " ").slice(0, SHOWN);

/** `a=b; c=d` by name; a name that stands twice makes the list worthless (RFC 6376, 3.2). */
function tagsOf(text: string): Map<string, string> | null {
  const tags = new Map<string, string>();
  for (const part of text.split(";").filter((one) => one.trim() !== "")) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0)).trim();
    if (!/^[a-z]\w*$/i.test(name) || tags.has(name)) return null;
    tags.set(name, part.slice(at + 1).trim());
  }
  return tags;
}

const allows = (tags: Map<string, string>, name: string, value: string) =>
  (tags.get(name) ?? value)
    .split(":")
    .some((one) => one.trim().toLowerCase() === value || one.trim() === "*");

/** What one record says about our key. */
function readKey(text: string, publicKey: string): DkimFinding {
  if (text.startsWith('"') || /p=[^;]*"/.test(text)) return { state: "quoted" };
  const tags = tagsOf(text);
  const key = tags?.get("p")?.replace(/\s+/g, "");
  if (!tags || key === undefined) return { state: "malformed", found: shown(text) };
  if (key === "") return { state: "revoked" };
  const isUsable =
    (tags.get("v") ?? "DKIM1") === "DKIM1" &&
    allows(tags, "k", "rsa") &&
    allows(tags, "h", "sha256") &&
    allows(tags, "s", "email");
  if (!isUsable) return { state: "malformed", found: shown(text) };
  return key === publicKey ? { state: "ok" } : { state: "other_key", found: key.slice(-KEY_SHOWN) };
}

/** The record of a key (RFC 6376, 3.6.1) against the key we made: only this very key is a proof. */
export function dkimFinding(answer: TxtAnswer, publicKey: string): DkimFinding {
  if (!answer.ok) return answer.reason === "missing" ? MISSING : UNREACHABLE;
  const texts = textsOf(answer.records);
  const [only, ...more] = texts;
  if (only === undefined) return MISSING;
  // What a receiver does with several is not defined.
  return more.length > 0 ? { state: "several", count: texts.length } : readKey(only, publicKey);
}

/** Who may send with this domain in the return path (RFC 7208); advice, nothing waits for it. */
export function spfFinding(answer: TxtAnswer): SpfFinding {
  if (!answer.ok) return answer.reason === "missing" ? MISSING : UNREACHABLE;
  const records = textsOf(answer.records).filter((text) => /^v=spf1( |$)/i.test(text));
  const [only, ...more] = records;
  if (only === undefined) return MISSING;
  if (more.length > 0) return { state: "several", count: records.length };
  return { state: "ok", found: shown(only) };
}

/** The policy at one name; `missing` means that the name above it is asked next. */
export function dmarcFinding(answer: TxtAnswer, at: string): DmarcFinding {
  if (!answer.ok) return answer.reason === "missing" ? MISSING : UNREACHABLE;
  const records = textsOf(answer.records).filter((text) => /^v\s*=\s*DMARC1/i.test(text));
  const [only, ...more] = records;
  if (only === undefined) return MISSING;
  if (more.length > 0) return { state: "several", count: records.length };
  const policy = tagsOf(only)?.get("p")?.toLowerCase() ?? "";
  if (!["none", "quarantine", "reject"].includes(policy)) {
    return { state: "malformed", found: shown(only) };
  }
  return { state: "ok", found: shown(only), policy, at };
}

/** A record as it is to be set. */
export interface DnsRecord {
  name: string;
  value: string;
}

/** The record that publishes a key. */
export function dkimRecord(
  domain: string,
  key: { selector: string; publicKey: string },
): DnsRecord {
  return {
    name: `${key.selector}._domainkey.${domain}`,
    value: `v=DKIM1; k=rsa; p=${key.publicKey}`,
  };
}

/**
 * The record that names the machines which may use the domain in the return path: the hosts of the
 * mail servers that are known, and softly nobody else.
 */
export function spfRecord(domain: string, hosts: readonly string[]): DnsRecord {
  const terms = hosts.map((host) => {
    if (host.includes(":")) return `ip6:${host}`;
    return /^[\d.]+$/.test(host) ? `ip4:${host}` : `a:${host}`;
  });
  const known = terms.length > 0 ? terms : ["mx"];
  return { name: domain, value: `v=spf1 ${known.join(" ")} ~all` };
}

/** A policy that only watches: the place to begin. */
export function dmarcRecord(domain: string): DnsRecord {
  return { name: `_dmarc.${domain}`, value: `v=DMARC1; p=none; rua=mailto:dmarc@${domain}` };
}
