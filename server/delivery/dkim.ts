import { createPrivateKey, hash, type KeyObject } from "node:crypto";
import { bodyOf, type Mime } from "./mime";
import { type Sign, signInPool } from "./signing";

/** With what a domain signs: the private half of the key that its DNS publishes. */
export interface DkimKey {
  domain: string;
  selector: string;
  /** Parsed once: parsing costs more than signing. */
  key: KeyObject;
}

/**
 * A key as it is stored (PEM, PKCS #8), ready for signing. Keep what it returns.
 *
 * @public
 */
export function dkimKey(given: { domain: string; selector: string; pem: string }): DkimKey {
  const { domain, selector, pem } = given;
  return { domain, selector, key: createPrivateKey(pem) };
}

/**
 * What a signature covers. Every name is said once more than it stands, so that nobody can add
 * another From, Subject or list header to a mail of ours and keep its signature.
 */
const SIGNED = [
  "from",
  "to",
  "reply-to",
  "subject",
  "message-id",
  "date",
  "mime-version",
  "content-type",
  "list-unsubscribe",
  "list-unsubscribe-post",
  "list-id",
  "feedback-id",
];

/** Nothing to fold, in most headers. */
const IS_FLAT = /^[^\s](?: ?[^\s])*$/;

/** RFC 6376, 3.4.2: name in lower case, white space as one blank; `isFlat` where nothing is to change. */
function relaxedHeader(name: string, value: string, isFlat = IS_FLAT.test(value)): string {
  const flat = isFlat
    ? value
    : value
        .replace(/\r\n/g, "")
        .replace(/[ \t]+/g, " ")
        .trim();
  return `${name.toLowerCase()}:${flat}`;
}

/** RFC 6376, 3.4.4: white space as one blank and none at the end of a line, one line break at the end. */
export function relaxedBody(body: Buffer): Buffer {
  const lines = body
    .toString("latin1")
    .replace(/[ \t]+/g, " ")
    .replaceAll(" \r\n", "\r\n");
  let end = lines.length;
  if (lines.endsWith(" ")) end -= 1;
  // Not by a pattern: one that looks for the last line breaks tries at every line break.
  while (lines.endsWith("\r\n", end)) end -= 2;
  return Buffer.from(end === 0 ? "" : `${lines.slice(0, end)}\r\n`, "latin1");
}

/** Base64 in lines of 70. */
function folded(text: string): string {
  let lines = text.slice(0, 70);
  for (let at = 70; at < text.length; at += 70) lines += `\r\n ${text.slice(at, at + 70)}`;
  return lines;
}

/** Names with their colons, folded between names: inside one, RFC 6376 allows no blank. */
function foldedNames(names: readonly string[]): string {
  let line = 0;
  const words = names.map((name) => {
    const isFull = line + name.length > 68;
    line = (isFull ? 0 : line) + name.length + 1;
    return isFull ? `\r\n ${name}` : name;
  });
  return words.join(":");
}

/** Which headers of a mail are signed, in which order, and how the signature says so. */
interface Coverage {
  /** Places of the headers. */
  places: readonly number[];
  names: string;
}

function coverageOf(names: readonly string[]): Coverage {
  // Several of one name are signed from the last one up (RFC 6376, 5.4.2).
  const upwards = names.map((name, place) => ({ name, place })).reverse();
  const covered = SIGNED.flatMap((name) => [
    ...upwards.filter((one) => one.name === name),
    { name, place: -1 },
  ]);
  return {
    places: covered.flatMap(({ place }) => (place < 0 ? [] : place)),
    names: foldedNames(covered.map(({ name }) => name)),
  };
}

/** Mails have one of few sets of headers. */
const coverages = new Map<string, Coverage>();
const MOST_COVERAGES = 100;

function knownCoverage(names: readonly string[]): Coverage {
  const key = names.join("\n");
  const known = coverages.get(key);
  if (known) return known;
  if (coverages.size >= MOST_COVERAGES) coverages.clear();
  const made = coverageOf(names.map((name) => name.toLowerCase()));
  coverages.set(key, made);
  return made;
}

/**
 * The mail with its signature (RFC 6376: rsa-sha256, relaxed/relaxed) in front. The same mail and key
 * give the same signature; `at` is the moment it claims, in which the mail was made. The arithmetic
 * runs beside the event loop.
 */
export async function signed(
  mime: Mime,
  { domain, selector, key }: DkimKey,
  { at, sign = signInPool }: { at: Date; sign?: Sign },
): Promise<Mime> {
  const { headers } = mime;
  const { places, names } = knownCoverage(headers.map(([name]) => name));
  let data = "";
  for (const place of places) {
    const [name, value] = headers[place] ?? ["", ""];
    // Ours are one line with single blanks, or folded.
    const isFlat = mime.isRelaxed ? !value.includes("\r\n") : undefined;
    data += `${relaxedHeader(name, value, isFlat)}\r\n`;
  }
  const body = mime.isRelaxed ? bodyOf(mime) : relaxedBody(bodyOf(mime));
  const bodyHash = hash("sha256", body, "base64");
  const tags =
    `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};\r\n` +
    ` t=${Math.floor(at.getTime() / 1000)};\r\n h=${names};\r\n bh=${bodyHash};\r\n b=`;
  data += relaxedHeader("DKIM-Signature", tags);
  const value = `${tags}${folded(await sign(data, key))}`;
  const { frame, room, isRelaxed } = mime;
  return { headers: [["DKIM-Signature", value], ...headers], frame, room, isRelaxed };
}
