import { createHmac, timingSafeEqual } from "node:crypto";
import http from "node:http";
import type { Evidence } from "@/server/delivery/evidence.core";
import { type ChannelProvider, untried, type WebhookRequest } from "@/server/delivery/provider";
import { type Sent, SmtpUnavailable, type Submission } from "@/server/delivery/smtp-types";
import { type ItemAnswer, type Report, SECRET } from "./http-protocol";

/** Most messages in one request. */
const AT_ONCE = 20;
/** What is submitted within this shares a request. */
const GATHER_MS = 5;
/** A report that is older than this may have been recorded and sent again by somebody else. */
const FRESH_MS = 5 * 60_000;

const before = (failed?: unknown): Sent => ({
  ...untried(failed),
  ...(failed === undefined ? { failed: undefined } : {}),
});

/** Handed over, and the answer is not known. */
const unanswered = (): Sent => ({ phase: "after", reply: null, data: true, refused: false });

function answered({ status, id }: ItemAnswer): Sent {
  const code = { 200: 250, 503: 451 }[status] ?? 550;
  return {
    ...unanswered(),
    reply: { code, enhanced: null, text: `HTTP ${status}` },
    ...(id ? { providerMessageId: id } : {}),
  };
}

const throttled = (retryAfterMs: number): Sent => ({
  ...unanswered(),
  reply: { code: 451, enhanced: null, text: "HTTP 429" },
  retryAfterMs,
});

interface Answer {
  status: number;
  retryAfterMs: number;
  body: string;
}

function post(port: number, path: string, batch: readonly Submission[]): Promise<Answer> {
  const items = batch.map(({ envelope, idempotencyKey: key, raw }) => {
    return { to: envelope.to, key, raw: raw.toString("base64") };
  });
  return new Promise((resolve, reject) => {
    const to = { port, host: "127.0.0.1", path, method: "POST", agent: false };
    const request = http.request(to, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("error", reject);
      response.on("end", () => {
        const retryAfterMs = Number(response.headers["retry-after"] ?? 0) * 1_000;
        resolve({ status: response.statusCode ?? 0, retryAfterMs, body });
      });
    });
    request.on("error", reject);
    request.end(JSON.stringify(items));
  });
}

function isSigned(at: string, body: Buffer, signature: string): boolean {
  const own = createHmac("sha256", SECRET).update(`${at}.`).update(body).digest();
  const given = Buffer.from(signature, "hex");
  return given.length === own.length && timingSafeEqual(given, own);
}

function parseWebhook({ header, body }: WebhookRequest): Evidence[] | null {
  const at = header("x-sent-at") ?? "";
  if (!isSigned(at, body, header("x-signature") ?? "")) return null;
  if (Math.abs(Date.now() - Date.parse(at)) > FRESH_MS) return null;
  const { events } = JSON.parse(body.toString()) as { events: Report[] };
  return events.map((one) => ({
    about: {
      by: "provider",
      provider: "http",
      providerMessageId: one.id,
      messageIdHeader: one.key,
    },
    verdict:
      one.event === "delivered"
        ? { kind: "delivered" }
        : { kind: "refused", reply: { code: 550, enhanced: "5.1.1", text: "bounced" } },
    source: "webhook",
    at: new Date(one.at),
  }));
}

/** A provider that speaks to such a service; `onRoom` is called when it may be given messages again. */
export function httpProvider(port: number, onRoom: () => void = () => undefined): ChannelProvider {
  const gathered: Submission[] = [];
  let gathering: NodeJS.Timeout | undefined;
  let peace: NodeJS.Timeout | undefined;
  let busy = 0;
  let isClosed = false;

  function settle(one: Submission, sent: Sent): void {
    busy -= 1;
    one.done(sent);
  }

  /** Each asks for itself; the request that follows, in this very tick, is the dot of those that may go. */
  async function granted(batch: readonly Submission[]): Promise<Submission[]> {
    const answers = await Promise.all(
      batch.map((one) => one.intent().catch((failed: unknown) => ({ failed }))),
    );
    return batch.filter((one, at) => {
      const answer = answers[at];
      if (answer !== true) {
        settle(one, answer ? before(answer.failed) : { ...before(), refused: true });
        return false;
      }
      if (isClosed) {
        settle(one, before());
        return false;
      }
      try {
        one.dot();
        return true;
      } catch (failed) {
        settle(one, before(failed));
        return false;
      }
    });
  }

  function rest(ms: number): void {
    clearTimeout(peace);
    peace = setTimeout(() => {
      peace = undefined;
      onRoom();
    }, ms);
  }

  /** Asked before anything is handed over; false when nothing can be, and all of it is settled. */
  async function isReady(batch: readonly Submission[]): Promise<boolean> {
    try {
      await post(port, "/ready", batch);
      return true;
    } catch (error) {
      const isGone = error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
      const sent = isGone ? untried(new SmtpUnavailable("ECONNREFUSED")) : before();
      for (const one of batch) settle(one, sent);
      return false;
    }
  }

  /** What came of a request, by key; what is not in it nobody knows. */
  function read(answer: Answer | null, sent: readonly Submission[]): Map<string, Sent> {
    if (!answer) return new Map();
    const { status, retryAfterMs, body } = answer;
    if (status === 429) {
      rest(retryAfterMs);
      return new Map(sent.map((one) => [one.idempotencyKey, throttled(retryAfterMs)]));
    }
    const told = JSON.parse(body) as ItemAnswer[];
    return new Map(told.map((item) => [item.key, answered(item)]));
  }

  async function handOver(batch: readonly Submission[]): Promise<void> {
    if (!(await isReady(batch))) return;
    const sent = await granted(batch);
    if (sent.length === 0) return;
    const answers = read(await post(port, "/send", sent).catch(() => null), sent);
    for (const one of sent) settle(one, answers.get(one.idempotencyKey) ?? unanswered());
  }

  function flush(): void {
    clearTimeout(gathering);
    gathering = undefined;
    const batch = gathered.splice(0, AT_ONCE);
    if (batch.length > 0) void handOver(batch);
    if (gathered.length > 0) flush();
  }

  return {
    key: "http",
    get room() {
      return peace ? 0 : Math.max(0, AT_ONCE - busy);
    },
    prefetch: AT_ONCE,
    submit: (one, { isUrgent = false } = {}) => {
      if (isClosed) return one.done(untried(new SmtpUnavailable("closed")));
      busy += 1;
      if (isUrgent) return void handOver([one]);
      gathered.push(one);
      gathering ??= setTimeout(flush, GATHER_MS);
    },
    close: () => {
      isClosed = true;
      clearTimeout(gathering);
      clearTimeout(peace);
      peace = undefined;
      for (const one of gathered.splice(0)) settle(one, untried(new SmtpUnavailable("closed")));
    },
    parseWebhook,
  };
}
