/** A link of a mail: where it leads and what it says there. */
export interface MailLink {
  url: string;
  text: string;
}

const ANCHOR = /<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a\s*>/gi;
const ADDRESS = /https?:\/\/[^\s<>"')\]]+/g;
const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = Number(name[1]?.toLowerCase() === "x" ? `0${name.slice(1)}` : name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Only addresses of the web are ever offered as links; `javascript:` and the like are not. */
function isWeb(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/**
 * The links of a mail in their order, each address once: from the HTML, else from the text. The
 * sandboxed frame cannot follow any, so they are listed beside it.
 */
export function linksOf(mail: { html: string | null; text: string | null }): MailLink[] {
  const found: MailLink[] = [];
  if (mail.html) {
    for (const [, double, single, inner] of mail.html.matchAll(ANCHOR)) {
      const text = decode((inner ?? "").replace(/<[^>]*>/g, " "));
      found.push({
        url: decode(double ?? single ?? "").trim(),
        text: text.replace(/\s+/g, " ").trim(),
      });
    }
  } else {
    for (const [url] of (mail.text ?? "").matchAll(ADDRESS)) found.push({ url, text: "" });
  }
  const first = new Map<string, MailLink>();
  for (const link of found) if (isWeb(link.url) && !first.has(link.url)) first.set(link.url, link);
  return [...first.values()];
}
