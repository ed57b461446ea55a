import http from "node:http";
import { onTestFinished } from "vitest";
import { type ChannelProvider, untried } from "@/server/delivery/provider";
import { type Sent, SmtpUnavailable, type Submission } from "@/server/delivery/smtp-types";
import type { Conduct, ContractSetup } from "./provider-contract";

/**
 * A service behind HTTP, as small as one can be, and a provider for it: the port has to fit both. One
 * request a message; the service drops what it has by its idempotency key.
 */
export async function startHttpService(
  conduct: (address: string) => Conduct,
): Promise<ContractSetup> {
  const kept = new Map<string, string>();
  const server = http.createServer((request, response) => {
    const to = String(request.headers["x-to"]);
    const key = String(request.headers["idempotency-key"]);
    const how = conduct(to);
    // Asked before anything is handed over.
    if (request.method === "HEAD") {
      if (how === "goes away early") request.socket.destroy();
      else response.end();
      return;
    }
    request.resume().on("end", () => {
      if (how === "takes" || how === "takes silently") kept.set(key, to);
      if (how === "takes silently") request.socket.destroy();
      else response.writeHead({ takes: 200, "says later": 429 }[how as "takes"] ?? 422).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const bound = server.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  return { provider: httpProvider(port), arrived: () => [...kept.values()] };
}

const MOST = 20;

/** A provider that speaks to such a service. */
export function httpProvider(port: number): ChannelProvider {
  let busy = 0;
  let isClosed = false;

  function ask(method: string, one: Submission): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { "x-to": one.envelope.to, "idempotency-key": one.idempotencyKey };
      const request = http.request({ port, host: "127.0.0.1", method, headers, agent: false });
      request.on("response", (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on("error", reject);
      request.end(method === "POST" ? one.raw : undefined);
    });
  }

  const before = (failed?: unknown): Sent => ({
    ...untried(failed),
    ...(failed === undefined ? { failed: undefined } : {}),
  });

  async function handOver(one: Submission): Promise<Sent> {
    try {
      await ask("HEAD", one);
    } catch (error) {
      const isGone = error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
      return isGone ? untried(new SmtpUnavailable("ECONNREFUSED")) : before();
    }
    try {
      if (!(await one.intent())) return { ...before(), refused: true };
      if (isClosed) return before();
      // The request that follows is the dot.
      one.dot();
    } catch (error) {
      return before(error);
    }
    try {
      const status = await ask("POST", one);
      const code = { 200: 250, 429: 451 }[status] ?? 550;
      const reply = { code, enhanced: null, text: `HTTP ${status}` };
      return { phase: "after", reply, data: true, refused: false };
    } catch {
      return { phase: "after", reply: null, data: true, refused: false };
    }
  }

  return {
    key: "http",
    get room() {
      return Math.max(0, MOST - busy);
    },
    prefetch: MOST,
    submit: (one) => {
      if (isClosed) return one.done(untried(new SmtpUnavailable("closed")));
      busy += 1;
      void handOver(one).then((sent) => {
        busy -= 1;
        one.done(sent);
      });
    },
    close: () => {
      isClosed = true;
    },
  };
}
