const SCHEMES = new Set(["https:", "http:", "mailto:"]);

/**
 * A link as it may stand in mail, normalised by the URL parser, or null: only https, http and
 * mailto, no merge tags, no credentials. `javascript:` fails in every spelling, because the scheme
 * is the parser's and not a prefix of what was typed.
 */
export function safeLink(typed: string): string | null {
  const text = typed.trim();
  if (text === "" || /[{}<>"\s\\`]/.test(text)) return null;
  // The absolute form only: without it "example.com" would be read as a path.
  if (!/^(https?:\/\/[^/]|mailto:[^?]*@)/i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (!SCHEMES.has(url.protocol) || url.username || url.password) return null;
  if (url.protocol !== "mailto:" && !url.hostname) return null;
  return url.href;
}

/** Whether an address was only begun: nothing, or a scheme with nothing behind it. */
export function isEmptyLink(typed: string): boolean {
  return /^(https?:\/\/|mailto:|#)?$/i.test(typed.trim());
}
