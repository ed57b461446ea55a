import { packId, unpackId } from "../kernel";
import { type Outcome, parseReply, type Reply } from "./outcome.core";

/** Who writes a journal: its first line. Any doubt about one of them makes silence prove nothing. */
export interface JournalOwner {
  workerId: string;
  pid: number;
  /** Start of that process: a pid alone is used again. */
  mark: string;
  /** This run of the machine: what the last one had not yet written to the disk is gone. */
  boot: string;
  /** Where `pid` is counted: the host and, in it, the container. In another one it is somebody else's. */
  space: string;
}

/** One message under one fence. */
export interface JournalKey {
  workspaceId: string;
  contactId: string;
  id: string;
  fence: number;
  /** Null for a single message. A campaign that a database put back prepares again has messages of other names. */
  campaignId: string | null;
}

/** What a journal knows of one message under one fence: its dot, and perhaps what was answered. */
export interface JournalEntry extends JournalKey {
  outcome: Outcome | null;
  reply: Reply | null;
}

export const keyOf = (one: Pick<JournalKey, "id" | "fence">) => `${packId(one.id)} ${one.fence}`;

export const ownerLine = (owner: JournalOwner) => `O ${JSON.stringify(owner)}\n`;

/** The dot is about to be written. */
export const dotLine = (one: JournalKey) =>
  `D ${keyOf(one)} ${packId(one.workspaceId)} ${packId(one.contactId)}` +
  `${one.campaignId ? ` ${packId(one.campaignId)}` : ""}\n`;

/** Something of this workspace is carried from now on. */
export const servesLine = (workspaceId: string) => `W ${packId(workspaceId)}\n`;

/** A heartbeat that the database has answered. */
export interface Heartbeat {
  /** How many that makes. */
  beat: number;
  /** When it did, in milliseconds of its clock; 0: not told. */
  at: number;
}

export const beatLine = ({ beat, at }: Heartbeat) => `B ${beat} ${at}\n`;

/** What every part begins with: what a reader that has only it and what follows must know of before. */
export const headLines = (
  owner: string,
  { workspaces, last }: { workspaces: Iterable<string>; last: Heartbeat },
): string =>
  [owner, ...[...workspaces].map(servesLine), last.beat > 0 ? beatLine(last) : ""].join("");

export interface Told {
  outcome: Outcome;
  reply: Reply | null;
}

export function outcomeLine(one: JournalKey, { outcome, reply }: Told): string {
  const words = reply ? `${reply.code} ${reply.enhanced ?? ""} ${reply.text}` : "";
  return `R ${keyOf(one)} ${outcome} ${words.replace(/[\r\n]+/g, " ")}\n`;
}

export interface JournalContent {
  owner: JournalOwner | null;
  last: Heartbeat;
  /**
   * Of what got its intent before this, in milliseconds of the database's clock, it may say nothing though
   * it left: older parts are gone, or were not read. 0: it is whole.
   */
  wholeSince: number;
  workspaces: Set<string>;
  /** Lines of dots: after the last heartbeat, and between the one before and it. */
  dots: { since: string[]; before: string[] };
  entries: Map<string, JournalEntry>;
}

const OUTCOMES: readonly string[] = ["accepted", "rejected", "deferred", "unwritten", "lost"];

function readOwner(json: string): JournalOwner | null {
  try {
    const { workerId, pid, mark, boot, space } = JSON.parse(json) as Partial<JournalOwner>;
    if (!workerId || !pid || [mark, boot, space].includes(undefined)) return null;
    return { workerId, pid, mark: mark ?? "", boot: boot ?? "", space: space ?? "" };
  } catch {
    return null;
  }
}

const DOT = /^D ((\S{22}) (\d+)) (\S{22}) (\S{22})(?: (\S{22}))?$/;
const BEAT = /^B (\d+)(?: (\d{13}))?$/;
const RESULT = /^R (\S{22} \d+) (\S+) (.*)$/;

function readDot(line: string): JournalKey | null {
  const [, , id = "", fence, workspaceId = "", contactId = "", campaignId] = DOT.exec(line) ?? [];
  if (!fence) return null;
  return {
    id: unpackId(id) ?? "",
    fence: Number(fence),
    workspaceId: unpackId(workspaceId) ?? "",
    contactId: unpackId(contactId) ?? "",
    campaignId: campaignId ? unpackId(campaignId) : null,
  };
}

function takeDot(content: JournalContent, line: string, wanted?: ReadonlySet<string>): void {
  content.dots.since.push(line);
  if (wanted && !wanted.has(line.slice(2, line.indexOf(" ", 25)))) return;
  const key = readDot(line);
  if (key) content.entries.set(keyOf(key), { ...key, outcome: null, reply: null });
}

function takeBeat(content: JournalContent, line: string): void {
  // Half a number says nothing.
  const [, beat = "", at = "0"] = BEAT.exec(line) ?? [];
  if (Number(beat) <= content.last.beat) return;
  content.last = { beat: Number(beat), at: Number(at) };
  content.dots = { before: content.dots.since, since: [] };
}

/**
 * The dots that a database may have forgotten although it knows the last heartbeat: what was committed
 * before the one before it was asked is as sure as that.
 */
export function lastDots({ dots }: Pick<JournalContent, "dots">): JournalKey[] {
  return [...dots.before, ...dots.since].flatMap((line) => readDot(line) ?? []);
}

function takeResult(content: JournalContent, line: string): void {
  const [, key = "", outcome = "", words = ""] = RESULT.exec(line) ?? [];
  const entry = content.entries.get(key);
  if (!entry || !OUTCOMES.includes(outcome)) return;
  entry.outcome = outcome as Outcome;
  entry.reply = parseReply(words.replace(/ {2}/, " "));
}

function takeWorkspace(content: JournalContent, packed: string): void {
  const workspaceId = unpackId(packed);
  if (workspaceId) content.workspaces.add(workspaceId);
}

/** Takes one line in, of the messages `wanted` or of all. What is no whole line of ours (the end of a full disk) says nothing. */
export function takeLine(
  content: JournalContent,
  line: string,
  wanted?: ReadonlySet<string>,
): void {
  const kind = line.slice(0, 2);
  if (kind === "D ") takeDot(content, line, wanted);
  else if (kind === "R ") takeResult(content, line);
  else if (kind === "B ") takeBeat(content, line);
  else if (kind === "W ") takeWorkspace(content, line.slice(2));
  else if (kind === "O ") content.owner ??= readOwner(line.slice(2));
}

export const emptyJournal = (): JournalContent => ({
  owner: null,
  last: { beat: 0, at: 0 },
  wholeSince: 0,
  workspaces: new Set(),
  dots: { since: [], before: [] },
  entries: new Map(),
});
