import type { Reply } from "./outcome.core";
import { commandsFor, dataOf, dotAfter } from "./smtp-commands";
import { connectTo, type Ready } from "./smtp-connect";
import { intentOf, type Job, newJob, type Turn, tell } from "./smtp-jobs";
import {
  meaningOf,
  NOTHING_UNREAD,
  type RawReply,
  readReplies,
  replyOf,
} from "./smtp-replies.core";
import type { SmtpClient, SmtpTarget, Submission } from "./smtp-types";

/** At most so much of a message waits for the intent and goes with the dot. */
const LAST_CHUNK = 512;
/** How long a server may take to hang up after QUIT. */
const QUIT_MS = 1_000;

/** A command that waits for the answer to the one before: a server without PIPELINING. */
interface Waiting extends Turn {
  line: string;
}

/**
 * Opens, greets, secures and signs in; rejects with SmtpUnavailable. The client then takes its
 * messages from `next` whenever it can send one; `next` gives null when there is none, never
 * throws, and is asked again after `pull`.
 *
 * With PIPELINING (RFC 2920) the dot of one message and MAIL, RCPT and DATA of the next go out in
 * one write, so a message costs two round trips and two writes. No message is written twice, and
 * each that was taken is settled exactly once.
 * @public
 */
export async function openClient(
  target: SmtpTarget,
  next: () => Submission | null,
): Promise<SmtpClient> {
  return converse(await connectTo(target), { next, timeouts: target.timeouts });
}

function converse(
  { socket, offers }: Ready,
  { next, timeouts }: { next: () => Submission | null; timeouts: SmtpTarget["timeouts"] },
): SmtpClient {
  /** Taken and not settled: at most the one whose dot was written and the one behind it. */
  const jobs: Job[] = [];
  /** Written, and not answered yet. */
  const awaited: Turn[] = [];
  const waiting: Waiting[] = [];
  let unread = NOTHING_UNREAD;
  let isOver = false;
  let isBusy = false;
  let mustReset = false;
  let uses = 0;
  // Kept and refreshed. One is armed while the server, and not our intent, is waited for.
  let armed: NodeJS.Timeout | null = null;
  const timerOf = (ms: number): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      if (armed === timer) over();
    }, ms);
    return timer;
  };
  const dotTimer = timerOf(timeouts.socket);
  const commandTimer = timerOf(timeouts.command ?? timeouts.socket);
  let resolveEnded: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });

  function arm(): void {
    if (isOver) return;
    armed = awaited[0]?.step === "dot" ? dotTimer : commandTimer;
    armed.refresh();
  }

  function disarm(): void {
    clearTimeout(dotTimer);
    clearTimeout(commandTimer);
  }

  function settle(job: Job, reply: Reply | null): void {
    if (job.isSettled) return;
    job.isSettled = true;
    jobs.splice(jobs.indexOf(job), 1);
    tell(job, reply);
    if (isOver && jobs.length === 0) resolveEnded();
  }

  /** The connection is over; `reply`, when there is one, is about `owner` and nobody else. */
  function over(owner?: Job, reply: Reply | null = null): void {
    if (isOver) return;
    isOver = true;
    disarm();
    socket.destroy();
    for (const job of [...jobs]) {
      const own = job === owner ? reply : null;
      if (job.isAsking) job.parting = own;
      else settle(job, own);
    }
    if (jobs.length === 0) resolveEnded();
  }

  /** The next message that can be written; those that this server would refuse are told at once. */
  function take(): { job: Job; mail: string; rcpt: string } | null {
    const wasBusy = isBusy;
    isBusy = true;
    try {
      while (!isOver) {
        const submission = next();
        if (!submission) return null;
        const job = newJob(submission);
        jobs.push(job);
        if (isOver) {
          settle(job, null);
          return null;
        }
        const commands = commandsFor(submission, offers);
        if ("mail" in commands) return { job, ...commands };
        job.step = commands.step;
        settle(job, commands.refusal);
      }
      return null;
    } finally {
      isBusy = wasBusy;
    }
  }

  /** What opens the transaction of a message: all its commands, or the first. */
  function opening({ job, mail, rcpt }: { job: Job; mail: string; rcpt: string }): string {
    const reset = mustReset ? "RSET\r\n" : "";
    mustReset = false;
    if (reset) waiting.push({ job, step: "rset", line: reset });
    waiting.push({ job, step: "mail", line: mail });
    waiting.push({ job, step: "rcpt", line: rcpt });
    waiting.push({ job, step: "data", line: "DATA\r\n" });
    if (!offers.pipelining) return following();
    for (const { step } of waiting) awaited.push({ job, step });
    waiting.length = 0;
    return `${reset}${mail}${rcpt}DATA\r\n`;
  }

  /** The next command for a server that takes one at a time. */
  function following(): string {
    const turn = waiting.shift();
    if (!turn) return "";
    awaited.push(turn);
    return turn.line;
  }

  function pull(): void {
    const isIdle = awaited.length === 0 && waiting.length === 0 && jobs.length === 0;
    if (isOver || isBusy || !isIdle) return;
    armed = null;
    const taken = take();
    if (!taken || isOver) return;
    socket.write(opening(taken), "latin1");
    arm();
  }

  function ask(job: Job): void {
    if (isOver) return;
    armed = null;
    job.isAsking = true;
    intentOf(job).then(
      (isGranted) => decided(job, isGranted),
      (error) => {
        job.failed = error ?? new Error("intent failed");
        decided(job, null);
      },
    );
  }

  function decided(job: Job, isGranted: boolean | null): void {
    job.isAsking = false;
    job.isRefused = isGranted === false;
    if (isOver) settle(job, job.parting);
    else if (isGranted) finish(job);
    else over();
  }

  /** The last chunk, the dot, and in the same write what opens the next message. */
  function finish(job: Job): void {
    try {
      job.submission.dot();
    } catch (error) {
      job.failed = error ?? new Error("dot failed");
      over();
      return;
    }
    // Whatever this calls may have closed us; then nothing is written any more.
    const taken = offers.pipelining && !isOver ? take() : null;
    if (isOver) return;
    job.phase = "after";
    uses += 1;
    awaited.push({ job, step: "dot" });
    const text = dotAfter(job.last) + (taken ? opening(taken) : "");
    const bytes = Buffer.allocUnsafe(job.last.length + text.length);
    job.last.copy(bytes);
    bytes.write(text, job.last.length, "latin1");
    socket.write(bytes);
    arm();
  }

  /** All but the last chunk; the intent is asked when the kernel has it. */
  function upload(job: Job): void {
    job.data = true;
    const bytes = dataOf(job.submission);
    const cut = Math.max(0, bytes.length - LAST_CHUNK);
    job.last = bytes.subarray(cut);
    if (cut === 0) {
      ask(job);
      return;
    }
    socket.write(bytes.subarray(0, cut), (error) => {
      if (!error) ask(job);
    });
    arm();
  }

  /** Followers of a refused command: they are refused as well, or the server is not to be trusted. */
  function clear({ step, job }: Turn, code: number): void {
    if (step === "data" && code === 354) {
      // RFC 2920 3.1: such a server has no recipient; a lone dot ends what it waits for.
      awaited.push({ step: "void", job });
      socket.write(".\r\n");
    } else if (step !== "void" && code < 400) over();
  }

  function onReply(raw: RawReply): void {
    const turn = awaited.shift();
    if (turn) turn.job.step = turn.step;
    if (!turn) onUnasked(raw);
    else if (raw.code === 421) over(turn.job, replyOf(raw));
    else if (turn.job.isSettled) clear(turn, raw.code);
    else onAnswer(turn, raw);
  }

  function onAnswer({ step, job }: Turn, raw: RawReply): void {
    const meaning = meaningOf(step, raw.code);
    if (meaning === "broken") over();
    else if (step === "dot" || meaning === "no") {
      waiting.length = 0;
      if (step !== "dot") {
        uses += 1;
        // A refused envelope leaves a transaction open, which would be the next message's.
        mustReset = true;
      }
      settle(job, replyOf(raw));
    } else if (step === "data") upload(job);
    else if (!offers.pipelining) socket.write(following(), "latin1");
  }

  /** A server that says no in the middle of a message means this message; else it says goodbye. */
  function onUnasked(raw: RawReply): void {
    const [job] = jobs;
    if (job && raw.code >= 400) over(job, replyOf(raw));
    else over();
  }

  socket.on("data", (chunk: Buffer) => {
    if (isOver) return;
    // What is settled on the way may pull; it has to wait until all that arrived is understood.
    isBusy = true;
    const read = readReplies(unread, chunk.toString("latin1"));
    unread = read.unread;
    for (const raw of read.replies) {
      if (isOver) return;
      onReply(raw);
      // For what is answered next, unless that has to wait for us.
      if (armed) arm();
    }
    isBusy = false;
    if (read.isBroken) over();
    else pull();
  });
  // Always as `() => over()`: these give arguments of their own.
  socket.on("error", () => over());
  socket.on("end", () => over());
  socket.on("close", () => over());
  socket.resume();
  // Not before the caller has the client in its hands.
  setImmediate(pull);

  function close(): void {
    if (isOver) return;
    if (jobs.length > 0 || awaited.length > 0) {
      over();
      return;
    }
    isOver = true;
    disarm();
    const last = setTimeout(() => socket.destroy(), QUIT_MS);
    last.unref();
    socket.once("close", () => clearTimeout(last));
    socket.end("QUIT\r\n");
    resolveEnded();
  }

  return {
    get isOpen() {
      return !isOver;
    },
    get uses() {
      return uses;
    },
    pull,
    close,
    ended,
  };
}
