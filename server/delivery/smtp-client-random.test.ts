import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import {
  letter,
  localTarget,
  type Peer,
  startScript,
  type TestLetter,
} from "@/tests/support/smtp-script";
import { openClient } from "./smtp-client";
import { type SmtpClient, type SmtpTarget, SmtpUnavailable, type Submission } from "./smtp-types";

/** How a server answers one command, or the dot. */
const DEEDS = [
  "yes",
  "no, later",
  "no, never",
  "421",
  "garbage",
  "half",
  "reset",
  "end",
  "hang",
  "twice",
  "wrong code",
] as const;
type Deed = (typeof DEEDS)[number];

interface Answer {
  deed: Deed;
  hasLines: boolean;
  /** Where the reply is cut in two; 0 is nowhere. */
  cut: number;
  /** The connection is reset so many milliseconds after the answer. */
  resetIn: number | null;
}

interface Run {
  offers: string[];
  answers: Answer[];
  intents: ("yes" | "later" | "no" | "fails")[];
  closeAfter: number | null;
}

/** What a server knows of a message that it received whole. */
interface Whole {
  to: string;
  /** The code that it said completely, or null. */
  said: number | null;
}

const CODES: Partial<Record<Deed, number>> = {
  yes: 250,
  twice: 250,
  "no, later": 450,
  "no, never": 550,
  "421": 421,
};

function codeFor(deed: Deed, at: "data" | "other"): number | null {
  const code = CODES[deed];
  if (deed === "wrong code") return at === "data" ? 250 : 354;
  return code === 250 && at === "data" ? 354 : (code ?? null);
}

/** Says it, whole or not; returns the code when all of it was said. */
async function answer(peer: Peer, { deed, hasLines, cut, resetIn }: Answer, at: "data" | "other") {
  const code = codeFor(deed, at);
  if (deed === "reset") peer.reset();
  else if (deed === "end") peer.socket.end();
  else if (deed === "half") peer.socket.end(`${at === "data" ? "354" : "250"} O`);
  else if (deed === "garbage") peer.say("what?\r\n");
  if (code === null) return null;
  const once = `${hasLines ? `${code}-2.0.0 One\r\n` : ""}${code} 2.0.0 Two\r\n`;
  const text = deed === "twice" ? once + once : once;
  // What is said whole is said before anything else happens, and so is what we know of it.
  const half = cut < once.length ? cut : 0;
  if (half > 0) {
    peer.say(text.slice(0, half));
    await sleep(1);
  }
  peer.say(text.slice(half));
  if (resetIn !== null) setTimeout(() => peer.reset(), resetIn);
  if (code === 421) peer.socket.end();
  return code;
}

const GOOD: Answer = { deed: "yes", hasLines: false, cut: 0, resetIn: null };

const nameOf = (line: string): string => /^RCPT TO:<(.*)>$/.exec(line)?.[1] ?? "";

/** The lines up to the dot. */
async function messageOf(peer: Peer): Promise<string[]> {
  const lines: string[] = [];
  for (let one = await peer.line(); one !== "."; one = await peer.line()) lines.push(one);
  return lines;
}

/** A server that follows the run's answers, then says yes to all. */
async function misbehave(peer: Peer, run: Run, whole: Whole[]): Promise<void> {
  await peer.greet(...run.offers);
  const answers = [...run.answers];
  let to = "";
  for (;;) {
    const line = await peer.line();
    const next = answers.shift() ?? GOOD;
    if (next.deed === "hang") return;
    to = nameOf(line) || to;
    const code = await answer(peer, next, line === "DATA" ? "data" : "other");
    if (code !== 354 || line !== "DATA") continue;
    const lines = await messageOf(peer);
    const message: Whole = { to, said: null };
    // Nothing but the dot: the way out of an unwanted 354, and no message.
    if (lines.length > 0) whole.push(message);
    const last = answers.shift() ?? GOOD;
    if (last.deed === "hang") return;
    message.said = await answer(peer, last, "other");
  }
}

const BOOM = new Error("boom");
const INTENTS = {
  yes: async () => true,
  later: () => sleep(3).then(() => true),
  no: async () => false,
  fails: () => Promise.reject(BOOM),
};

/** What must hold for a message, whatever the server did. */
function check(one: TestLetter, { whole, intent }: { whole: Whole[]; intent: string }): void {
  const copies = whole.filter(({ to }) => to === one.envelope.to);
  if (one.calls.length === 0) {
    expect(copies).toEqual([]);
    return;
  }
  expect(one.sent).toHaveLength(1);
  expect(["done", "intent done", "intent dot done"]).toContain(one.calls.join(" "));
  const [sent] = one.sent;
  const wasAsked = one.calls.includes("intent");
  expect(sent?.phase).toBe(one.calls.includes("dot") ? "after" : "before");
  expect(sent?.refused).toBe(wasAsked && intent === "no");
  expect(sent?.failed).toBe(wasAsked && intent === "fails" ? BOOM : undefined);
  if (wasAsked) expect(sent?.data).toBe(true);
  expect(copies.length).toBeLessThanOrEqual(sent?.phase === "after" ? 1 : 0);
  const code = sent?.reply?.code ?? null;
  const [copy] = copies;
  if (sent?.phase === "before") return;
  // Unknown, or exactly what the server said.
  if (code !== null) expect(code).toBe(copy?.said);
}

/**
 * The server greets at once: whoever heard nothing of it within 40 ms was not running itself, on a
 * machine with other work, and nothing was taken yet.
 */
async function opened(target: SmtpTarget, next: () => Submission | null): Promise<SmtpClient> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openClient(target, next);
    } catch (error) {
      const isLate = error instanceof SmtpUnavailable && error.message === "ETIMEDOUT";
      if (!isLate || attempt === 10) throw error;
    }
  }
}

const answers = fc.record<Answer>({
  deed: fc.oneof(
    { weight: 12, arbitrary: fc.constant<Deed>("yes") },
    { weight: 4, arbitrary: fc.constantFrom(...DEEDS) },
  ),
  hasLines: fc.boolean(),
  cut: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(40)),
  resetIn: fc.option(fc.nat(4), { freq: 30 }),
});

const runs = fc.record<Run>({
  offers: fc.constantFrom([], ["PIPELINING"], ["PIPELINING"]),
  answers: fc.array(answers, { maxLength: 24 }),
  intents: fc.array(fc.constantFrom("yes", "yes", "yes", "yes", "yes", "later", "no", "fails"), {
    minLength: 6,
    maxLength: 6,
  }),
  closeAfter: fc.option(fc.nat(15), { freq: 3 }),
});

test("whatever a server does, each message is settled once and truly", async () => {
  let run: Run | undefined;
  let whole: Whole[] = [];
  const seen = new Map<string, number>();
  const { port, stop } = await startScript(async (peer) => {
    if (run) await misbehave(peer, run, whole);
  });
  onTestFinished(stop);
  const target = localTarget(port, { timeouts: { connect: 2_000, socket: 40 } });

  await fc.assert(
    fc.asyncProperty(runs, async (given) => {
      run = given;
      whole = [];
      const letters = given.intents.map((intent, n) =>
        letter(`p${n}@web.example`, {
          intent: INTENTS[intent],
          raw: Buffer.from(`.To: ${n}\r\n${n % 2 ? "x".repeat(700) : ""}\r\n.`),
        }),
      );
      const queue = [...letters];
      const client = await opened(target, () => queue.shift() ?? null);
      const timer =
        given.closeAfter === null ? undefined : setTimeout(client.close, given.closeAfter);
      await Promise.race([client.ended, Promise.all(letters.map((one) => one.settled))]);
      client.close();
      clearTimeout(timer);
      await client.ended;
      // What the server still has to read of it.
      await sleep(2);
      for (const [n, one] of letters.entries()) {
        check(one, { whole, intent: given.intents[n] ?? "" });
        const [sent] = one.sent;
        const kind = sent ? `${sent.phase} ${sent.reply ? "answered" : "unanswered"}` : "untaken";
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }
    }),
    { numRuns: 1_000, includeErrorInReport: true },
  );
  // Or the runs prove nothing.
  const kinds = ["before", "after"].flatMap((phase) => [
    `${phase} answered`,
    `${phase} unanswered`,
  ]);
  for (const kind of kinds) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(20);
}, 120_000);
