import type { ErrorCode } from "./errors";

export type AddressVerdict = { ok: true; address: string } | { ok: false; code: ErrorCode };

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** All that an unmapped domain may hold in ASCII; a URL parser stops at "/" and decodes "%41". */
const DOMAIN = /^[a-z0-9.\-\u{80}-\u{10ffff}]+$/iu;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Zero-width, bidirectional and other invisible characters make two addresses look alike. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}/u;

/** By UTS 46, in a browser as on the server: forms judge an address before they send it. */
function domainToASCII(domain: string): string {
  const url = new URL("ws://x");
  // What is no domain is ignored here; the "x" that stays has too few labels.
  url.hostname = domain;
  return url.hostname;
}

function asciiDomain(domain: string): string | null {
  if (!DOMAIN.test(domain)) return null;
  const isAscii = /^[\x20-\x7e]+$/.test(domain);
  // UTS 46 maps many characters onto others; a domain that is not already what it maps to is a
  // disguise. Asked before lower-casing, which would hide some (the Kelvin sign becomes a k).
  if (!isAscii && domain.normalize("NFKC") !== domain) return null;
  const lower = domain.toLowerCase();
  const ascii = domainToASCII(lower);
  if (ascii.length > 253) return null;
  if (isAscii && ascii !== lower) return null;
  const labels = ascii.split(".");
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  return /^[0-9]+$/.test(labels.at(-1) ?? "") ? null : ascii;
}

/**
 * The canonical form of a mail address (RFC 5321 without quoted local parts, domain in A-labels,
 * lower case), or the code that says what is wrong. The local part is ASCII: SMTPUTF8 is not
 * assumed of receivers. Surrounding blanks are forgiven; line ends, even there, are not.
 * @public
 */
export function canonicalAddress(given: string): AddressVerdict {
  const text = given.trim();
  if (/[\r\n\0\u0085\u2028\u2029]/.test(given)) return { ok: false, code: "HEADER_CRLF" };
  if (text.includes('"')) return { ok: false, code: "EMAIL_QUOTED_LOCALPART" };
  if (/[()]/.test(text)) return { ok: false, code: "EMAIL_COMMENT" };
  if (/[\uff20\ufe6b\uff0e\u3002\uff61]/.test(text))
    return { ok: false, code: "EMAIL_NOT_NORMALISED" };
  if (/[,;]/.test(text) || text.split("@").length > 2) return { ok: false, code: "EMAIL_MULTIPLE" };
  const at = text.lastIndexOf("@");
  if (at < 1 || at === text.length - 1 || /[\s<>]/.test(text))
    return { ok: false, code: "EMAIL_INVALID" };
  const domain = text.slice(at + 1);
  if (INVISIBLE.test(text)) return { ok: false, code: "EMAIL_DOMAIN_INVALID" };
  const ascii = asciiDomain(domain);
  if (!ascii) return { ok: false, code: "EMAIL_DOMAIN_INVALID" };
  const local = text.slice(0, at).toLowerCase();
  if (local !== local.normalize("NFKC")) return { ok: false, code: "EMAIL_NOT_NORMALISED" };
  if (local.length > 64 || !LOCAL.test(local)) return { ok: false, code: "EMAIL_INVALID" };
  return { ok: true, address: `${local}@${ascii}` };
}
