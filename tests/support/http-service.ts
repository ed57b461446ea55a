import { createHmac } from "node:crypto";
import http from "node:http";
import { onTestFinished } from "vitest";
import type { WebhookRequest } from "@/server/delivery/provider";
import { type Item, type ItemAnswer, type Report, SECRET } from "./http-protocol";
import { httpProvider } from "./http-provider";
import type { Conduct, ContractSetup } from "./provider-contract";

/** How long the service wants to be left in peace, in seconds. */
const SLOW_DOWN = 1;

const STATUS: Partial<Record<Conduct, number>> = {
  takes: 200,
  "refuses for good": 422,
  "says later": 503,
};

/** Everything a service has taken, once a key. */
function createStore(conduct: (address: string) => Conduct) {
  const kept = new Map<string, { to: string; id: string }>();
  return {
    addresses: () => [...kept.values()].map((one) => one.to),
    find: (address: string) => [...kept].find(([, one]) => one.to === address),
    /** Takes one message, or not; null: it says nothing about it. */
    take({ to, key }: Item): ItemAnswer | null {
      const how = conduct(to);
      const isTaken = how === "takes" || how === "takes silently";
      const known = kept.get(key) ?? { to, id: `svc-${kept.size + 1}` };
      if (isTaken) kept.set(key, known);
      const status = STATUS[how];
      return status ? { key, status, id: isTaken ? known.id : null } : null;
    },
  };
}

const signatureOf = (at: string, body: string) =>
  createHmac("sha256", SECRET).update(`${at}.${body}`).digest("hex");

function webhook(reports: readonly Report[]): WebhookRequest {
  const body = JSON.stringify({ events: reports });
  const at = new Date().toISOString();
  const headers: Record<string, string> = {
    "x-sent-at": at,
    "x-signature": signatureOf(at, body),
  };
  return { header: (name) => headers[name] ?? null, body: Buffer.from(body) };
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

export interface HttpService extends ContractSetup {
  /** How many requests handed messages over, refused ones included. */
  requests: () => number;
  report: NonNullable<ContractSetup["report"]>;
}

/**
 * A service behind HTTP, as small as one can be, and a provider for it: the port has to fit both. A
 * request carries many messages and each has its own answer; the service drops what it has by its
 * idempotency key, asks us to slow down, and reports later what became of messages.
 */
export async function startHttpService(
  conduct: (address: string) => Conduct,
  onRoom: () => void = () => undefined,
): Promise<HttpService> {
  const store = createStore(conduct);
  let requests = 0;

  async function serve(request: http.IncomingMessage, response: http.ServerResponse) {
    const items = JSON.parse(await bodyOf(request)) as Item[];
    const is = (how: Conduct) => items.some((item) => conduct(item.to) === how);
    // Asked before anything is handed over.
    if (request.url === "/ready") {
      if (is("goes away early")) request.socket.destroy();
      else response.end();
      return;
    }
    requests += 1;
    if (is("asks to slow down")) {
      response.writeHead(429, { "retry-after": String(SLOW_DOWN) }).end();
      return;
    }
    const answers = items.flatMap((item) => store.take(item) ?? []);
    response.end(JSON.stringify(answers));
  }

  const server = http.createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const bound = server.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  return {
    provider: httpProvider(port, onRoom),
    arrived: store.addresses,
    requests: () => requests,
    report: (address, event) => {
      const [key = "", one] = store.find(address) ?? [];
      return webhook([{ key, id: one?.id ?? "", event, at: new Date().toISOString() }]);
    },
  };
}
