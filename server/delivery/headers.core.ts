import { hmac, packId } from "../kernel";

/** Printable ASCII with single blanks between words: nothing to change, as in most headers. */
const IS_ONE_LINE = /^[!-~]+(?: [!-~]+)*$/;

/**
 * A text as one line of a header: line breaks and control characters of a person's data become
 * single spaces, so nothing that somebody typed can start a header of its own.
 */
export function oneLine(text: string): string {
  if (IS_ONE_LINE.test(text)) return text;
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** The part of an address after the last @, lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** RFC 4648 base32, lower case, without padding. */
export function base32(bytes: Uint8Array): string {
  let out = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += BASE32[(value >> bits) & 31];
    }
  }
  return bits > 0 ? out + BASE32[(value << (5 - bits)) & 31] : out;
}

/**
 * The Message-ID: the same on every attempt of the same message, so that a receiver can drop a
 * second copy and we can recognise the first; and no guide to ids, because it is a MAC.
 */
export function messageIdOf(message: {
  workspaceId: string;
  contactId: string;
  dedupeKey: string;
  senderEmail: string;
}): string {
  const mac = hmac(
    `message-id:${message.workspaceId}`,
    `${message.contactId}:${message.dedupeKey}`,
  );
  return `<${base32(Buffer.from(mac.slice(0, 40), "hex"))}@${domainOf(message.senderEmail)}>`;
}

/** What marks a mail as one of a list that can be left (RFC 2369, 2919, 8058; Gmail's feedback id). */
export function listHeaders(of: {
  workspaceId: string;
  brandId: string;
  brandName: string;
  topicId: string;
  campaignId: string;
  senderEmail: string;
  oneClickUrl: string;
}): Record<string, string> {
  const name = oneLine(of.brandName).replace(/[^\x20-\x7e]|["\\<>()]/g, "");
  const list = `<${of.topicId.replaceAll("-", "")}.list.${domainOf(of.senderEmail)}>`;
  return {
    "List-Unsubscribe": `<${of.oneClickUrl}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "List-Id": name ? `"${name}" ${list}` : list,
    "Feedback-ID": `${packId(of.campaignId)}:${packId(of.brandId)}:${packId(of.workspaceId)}:kairos`,
  };
}
