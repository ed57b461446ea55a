import { safeLink } from "./links.core";
import { UNSUBSCRIBE_URL } from "./plain-text.core";

/** A link of a letter, in reading order. */
export interface FoundLink {
  url: string;
  /** The words or the picture's alternative text that people click on. */
  label: string;
}

interface Parts {
  html: string;
  text: string;
}

export const MAX_LINK_LABEL = 200;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

function decoded(html: string): string {
  return html
    .replace(/&#x([0-9a-f]{1,5});/gi, (_, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    )
    .replace(/&#(\d{1,6});/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replace(/&(lt|gt|quot|nbsp|amp);/g, (whole, name: string) => NAMED[name] ?? whole);
}

/** What is read on a link: its text, else its picture's; merge tags differ, so they are left open. */
function labelOf(inner: string, url: string): string {
  const visible = inner
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<img\b[^>]*?\salt="([^"]*)"[^>]*>/gi, " $1 ")
    .replace(/<[^>]*>/g, "")
    .replace(/\{\{[\s\S]*?\}\}/g, "…")
    .replace(/\{%[\s\S]*?%\}/g, "");
  // Zero-width signs stand around a button's words for the sake of Outlook.
  const label = decoded(visible)
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return (label || url).slice(0, MAX_LINK_LABEL);
}

/** The Liquid that prints the address behind which a link's destination stands. */
function openEnd(position: number): string {
  return `{{ links.to[${position}] }}`;
}

/** Everything from the person's unsubscribe link on is the footer: its links are not the letter's. */
function footerStart(source: string): number {
  const at = source.lastIndexOf(UNSUBSCRIBE_URL);
  return at < 0 ? source.length : at;
}

// What stands inside Liquid is text to come, whatever it looks like: it is matched only to be passed.
const IN_HTML =
  /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|(<a\b[^>]*?\shref=")([^"]*)("[^>]*>([\s\S]*?)<\/a>)/gi;
const IN_TEXT = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|https?:\/\/[^\s<>"{}\\`]+/gi;

function takeFromHtml(html: string): { html: string; links: FoundLink[] } {
  const end = footerStart(html);
  const links: FoundLink[] = [];
  const body = html.slice(0, end).replace(IN_HTML, (...match: string[]) => {
    const [whole = "", before = "", href = "", after = "", inner = ""] = match;
    // Null as well for an address with merge tags: it is nobody's single destination.
    const url = safeLink(decoded(href));
    if (!url || !/^https?:/.test(url)) return whole;
    links.push({ url, label: labelOf(inner, url) });
    return `${before}${openEnd(links.length - 1)}${after}`;
  });
  return { html: body + html.slice(end), links };
}

/** Positions of an address in reading order; the last one serves all that come after it. */
function positionsByUrl(links: readonly FoundLink[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [position, { url }] of links.entries()) {
    found.set(url, [...(found.get(url) ?? []), position]);
  }
  return found;
}

/** The known address that a run of signs begins with, past brackets and points of the sentence. */
function knownStart(run: string, known: ReadonlyMap<string, number[]>): [string, string] | null {
  for (let end = run.length; end > 0; end--) {
    const url = safeLink(run.slice(0, end));
    if (url && known.has(url)) return [url, run.slice(end)];
    if (!/[)\].,;:!?'»]/.test(run.charAt(end - 1))) return null;
  }
  return null;
}

function takeFromText(text: string, links: readonly FoundLink[]): string {
  const end = footerStart(text);
  const waiting = positionsByUrl(links);
  const body = text.slice(0, end).replace(IN_TEXT, (run) => {
    const [url, rest] = knownStart(run, waiting) ?? [];
    const [position, ...later] = waiting.get(url ?? "") ?? [];
    if (url === undefined || position === undefined) return run;
    if (later.length > 0) waiting.set(url, later);
    return `${openEnd(position)}${rest}`;
  });
  return body + text.slice(end);
}

/**
 * Takes the links of a compiled letter out of both its parts, so that rendering can lead each
 * person's another way. Only http(s) links of the body: mailto, the footer's, and links whose
 * address holds merge tags stay as they are.
 */
export function takeOutLinks(parts: Parts): Parts & { links: FoundLink[] } {
  const { html, links } = takeFromHtml(parts.html);
  return { html, text: takeFromText(parts.text, links), links };
}
