/** The groups of an address, all as wide as `bits`. */
function groupsOf(parts: string[], pattern: RegExp, base: number): number[] | null {
  if (!parts.every((part) => pattern.test(part))) return null;
  return parts.map((part) => Number.parseInt(part, base));
}

/** Four numbers without leading zeros, which some resolvers read as octal. */
function parseV4(text: string): number[] | null {
  const bytes = groupsOf(text.split("."), /^(0|[1-9]\d{0,2})$/, 10);
  return bytes?.length === 4 && bytes.every((byte) => byte <= 255) ? bytes : null;
}

/** `a:b::1.2.3.4` with its last 32 bits as two groups. */
function withoutDots(text: string): string | null {
  const at = text.lastIndexOf(":");
  if (!text.includes(".")) return text;
  const v4 = parseV4(text.slice(at + 1));
  if (at < 0 || !v4) return null;
  const [a = 0, b = 0, c = 0, d = 0] = v4;
  return `${text.slice(0, at + 1)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

const groups16 = (text: string) =>
  text === "" ? [] : groupsOf(text.split(":"), /^[0-9a-f]{1,4}$/i, 16);

/** Eight groups of 16 bits; null for anything else, zones (`%eth0`) included. */
function parseV6(text: string): number[] | null {
  const [head, tail, ...more] = withoutDots(text)?.split("::") ?? [];
  if (head === undefined || more.length > 0) return null;
  const left = groups16(head);
  if (tail === undefined) return left?.length === 8 ? left : null;
  const right = groups16(tail);
  if (!left || !right || left.length + right.length > 7) return null;
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** Networks nobody on the internet answers from (IANA's special-purpose registry, IPv4). */
const SPECIAL_V4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  // Multicast, reserved and broadcast.
  ["224.0.0.0", 3],
];

/** Of 2000::/3, the only range of ordinary hosts: what is not theirs all the same. */
const SPECIAL_V6: [string, number][] = [
  // Protocol assignments: Teredo, benchmarking, ORCHID and the like.
  ["2001::", 23],
  ["2001:db8::", 32],
  // 6to4 wraps an IPv4 address of anybody's choice.
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
];

const bitsOf = (groups: readonly number[], width: number): string =>
  groups.map((group) => group.toString(2).padStart(width, "0")).join("");

const V4_PREFIXES = SPECIAL_V4.map(([net, length]) =>
  bitsOf(parseV4(net) ?? [], 8).slice(0, length),
);
const V6_PREFIXES = SPECIAL_V6.map(([net, length]) =>
  bitsOf(parseV6(net) ?? [], 16).slice(0, length),
);

/** Whether a text is an IP address at all, in its ordinary notation. */
export function isIpAddress(text: string): boolean {
  return parseV4(text) !== null || parseV6(text) !== null;
}

/**
 * Whether a host of the open internet can have this address. False for private, loopback, link-local,
 * documentation and multicast ranges, for IPv4 wrapped into IPv6 (mapped, NAT64, 6to4, Teredo), and
 * for whatever is no IP address.
 */
export function isPublicAddress(ip: string): boolean {
  const v4 = parseV4(ip);
  if (v4) {
    const bits = bitsOf(v4, 8);
    return !V4_PREFIXES.some((prefix) => bits.startsWith(prefix));
  }
  const v6 = parseV6(ip);
  if (!v6) return false;
  const bits = bitsOf(v6, 16);
  return bits.startsWith("001") && !V6_PREFIXES.some((prefix) => bits.startsWith(prefix));
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
/** Names that mean this machine or this network, whatever a resolver says. */
const LOCAL = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain|arpa)$/i;

/** Whether a text can be the name of a host: `smtp.shop.example`, no port, no blank, no number. */
export function isHostName(text: string): boolean {
  const labels = text.split(".");
  const last = labels.at(-1) ?? "";
  // Resolvers read 2130706433, 127.1 and 0x7f000001 as addresses.
  return text.length <= 253 && labels.every((l) => LABEL.test(l)) && !/^(\d|0x)/i.test(last);
}

/** Whether a host as it was typed may be a mail server: what its name means is judged when it is used. */
export function mayBePublicHost(host: string): boolean {
  if (isIpAddress(host)) return isPublicAddress(host);
  return isHostName(host) && host.includes(".") && !LOCAL.test(host);
}
