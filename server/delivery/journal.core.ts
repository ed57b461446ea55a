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
}

/** One message under one fence. */
export interface JournalKey {
  workspaceId: string;
  contactId: string;
  id: string;
  fence: number;
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
  `D ${keyOf(one)} ${packId(one.workspaceId)} ${packId(one.contactId)}\n`;

/** The database has answered so many heartbeats. */
export const beatLine = (beat: number) => `B ${beat}\n`;

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
  beat: number;
  entries: Map<string, JournalEntry>;
}

const OUTCOMES: readonly string[] = ["accepted", "rejected", "deferred", "unwritten", "lost"];

function readOwner(json: string): JournalOwner | null {
  try {
    const { workerId, pid, mark, boot } = JSON.parse(json) as Partial<JournalOwner>;
    if (!workerId || !pid || mark === undefined || boot === undefined) return null;
    return { workerId, pid, mark, boot };
  } catch {
    return null;
  }
}

const DOT = /^D ((\S{22}) (\d+)) (\S{22}) (\S{22})$/;
const RESULT = /^R (\S{22} \d+) (\S+) (.*)$/;

function takeDot(content: JournalContent, line: string, wanted?: ReadonlySet<string>): void {
  if (wanted && !wanted.has(line.slice(2, line.indexOf(" ", 25)))) return;
  const [, key = "", id = "", fence, workspaceId = "", contactId = ""] = DOT.exec(line) ?? [];
  if (!fence) return;
  content.entries.set(key, {
    id: unpackId(id) ?? "",
    fence: Number(fence),
    workspaceId: unpackId(workspaceId) ?? "",
    contactId: unpackId(contactId) ?? "",
    outcome: null,
    reply: null,
  });
}

function takeResult(content: JournalContent, line: string): void {
  const [, key = "", outcome = "", words = ""] = RESULT.exec(line) ?? [];
  const entry = content.entries.get(key);
  if (!entry || !OUTCOMES.includes(outcome)) return;
  entry.outcome = outcome as Outcome;
  entry.reply = parseReply(words.replace(/ {2}/, " "));
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
  else if (kind === "B ") content.beat = Math.max(content.beat, Number(line.slice(2)) || 0);
  else if (kind === "O ") content.owner ??= readOwner(line.slice(2));
}

export const emptyJournal = (): JournalContent => ({ owner: null, beat: 0, entries: new Map() });
