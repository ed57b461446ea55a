import { describe, expect, onTestFinished, test, vi } from "vitest";
import { decideOutcome } from "@/server/delivery/outcome.core";
import type { ChannelProvider, WebhookRequest } from "@/server/delivery/provider";
import { letter } from "./smtp-script";

/** How the receiver behaves to a message: as its address says. */
export type Conduct =
  | "takes"
  | "refuses for good"
  | "says later"
  /** Takes nothing for now, from nobody. */
  | "asks to slow down"
  /** Takes it, and the answer is lost. */
  | "takes silently"
  /** Goes away before anything could be taken. */
  | "goes away early";

/** A provider with a receiver of its own. */
export interface ContractSetup {
  provider: ChannelProvider;
  /** Addresses of what arrived whole, one entry a copy. */
  arrived: () => string[];
  /** What the receiver tells us afterwards about a message that it has; one that never calls has none. */
  report?: (address: string, event: "delivered" | "bounced") => WebhookRequest;
}

export interface Contract {
  /** `conduct` is asked for each message's address. */
  setUp(conduct: (address: string) => Conduct): Promise<ContractSetup>;
  /** A provider whose receiver does not exist. */
  nowhere(): ChannelProvider;
  /** A receiver that asks to slow down says for how long; one that does not is judged by its words. */
  saysHowLong: boolean;
}

const WITHIN = { timeout: 5_000, interval: 10 };
const address = (conduct: Conduct, n = 0) => `${conduct.replaceAll(" ", "-")}.${n}@web.example`;
const conductOf = (to: string) => (to.split(".")[0] ?? "").replaceAll("-", " ") as Conduct;

/** What every way out has to keep to, whatever it speaks. */
export function providerContract(name: string, contract: Contract): void {
  async function setUp(): Promise<ContractSetup> {
    const made = await contract.setUp(conductOf);
    onTestFinished(() => made.provider.close());
    return made;
  }

  describe(`${name} keeps to the contract of a provider`, () => {
    test("a message is asked for, noted, handed over and settled once, in this order", async () => {
      const { provider, arrived } = await setUp();
      const one = letter(address("takes"));
      provider.submit(one);
      const sent = await one.settled;
      expect(one.calls).toEqual(["intent", "dot", "done"]);
      expect(sent).toMatchObject({ phase: "after", refused: false });
      expect(sent.reply?.code).toBeLessThan(300);
      expect(arrived()).toEqual([address("takes")]);
    });

    test.each([
      ["refuses for good", 500, 599],
      ["says later", 400, 499],
    ] as const)("a receiver that %s is told as what it said", async (conduct, from, to) => {
      const { provider, arrived } = await setUp();
      const one = letter(address(conduct));
      provider.submit(one);
      const { reply } = await one.settled;
      expect(reply?.code).toBeGreaterThanOrEqual(from);
      expect(reply?.code).toBeLessThanOrEqual(to);
      expect(arrived()).toEqual([]);
    });

    test("an answer that was lost after the dot leaves it open what became of the message", async () => {
      const { provider, arrived } = await setUp();
      const one = letter(address("takes silently"));
      provider.submit(one);
      expect(await one.settled).toMatchObject({ phase: "after", reply: null });
      expect(arrived()).toEqual([address("takes silently")]);
    });

    test("a receiver that goes away before the dot has nothing", async () => {
      const { provider, arrived } = await setUp();
      const one = letter(address("goes away early"));
      provider.submit(one);
      expect(await one.settled).toMatchObject({ phase: "before", reply: null });
      expect(one.calls).not.toContain("dot");
      expect(arrived()).toEqual([]);
    });

    test("without the intent, or when it cannot be asked, nothing is handed over", async () => {
      const { provider, arrived } = await setUp();
      const refused = letter(address("takes", 1), { intent: async () => false });
      const failing = letter(address("takes", 2), {
        intent: () => Promise.reject(new Error("no database")),
      });
      for (const one of [refused, failing]) provider.submit(one);
      expect(await refused.settled).toMatchObject({ phase: "before", refused: true });
      expect(await failing.settled).toMatchObject({ phase: "before", failed: expect.any(Error) });
      expect([...refused.calls, ...failing.calls]).not.toContain("dot");
      expect(arrived()).toEqual([]);
    });

    test("what cannot be noted is not handed over", async () => {
      const { provider, arrived } = await setUp();
      const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
      const one = letter(address("takes"), {
        dot: () => {
          throw full;
        },
      });
      provider.submit(one);
      expect(await one.settled).toMatchObject({ phase: "before", failed: full });
      expect(arrived()).toEqual([]);
    });

    test("one bad message harms no other, and each is settled exactly once", async () => {
      const { provider, arrived } = await setUp();
      const conducts: Conduct[] = ["takes", "refuses for good", "says later", "takes silently"];
      const all = Array.from({ length: 40 }, (_, n) =>
        letter(address(conducts[n % conducts.length] ?? "takes", n)),
      );
      for (const one of all) provider.submit(one);
      await Promise.all(all.map((one) => one.settled));
      expect(all.filter((one) => one.sent.length !== 1)).toEqual([]);
      const took = all.filter((one) => (one.sent[0]?.reply?.code ?? 999) < 300);
      expect(took).toHaveLength(10);
      const copies = arrived();
      expect(new Set(copies).size).toBe(copies.length);
      for (const one of took) expect(copies).toContain(one.envelope.to);
    });

    test("of what is handed over together each asks for itself, and what may not go is left out", async () => {
      const { provider, arrived } = await setUp();
      const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
      const all = Array.from({ length: 12 }, (_, n) =>
        letter(address("takes", n), {
          ...(n % 4 === 1 ? { intent: async () => false } : {}),
          ...(n % 4 === 2
            ? {
                dot: () => {
                  throw full;
                },
              }
            : {}),
        }),
      );
      for (const one of all) provider.submit(one);
      await Promise.all(all.map((one) => one.settled));
      const may = all.filter((_, n) => n % 4 === 0 || n % 4 === 3);
      expect(arrived().sort()).toEqual(may.map((one) => one.envelope.to).sort());
      for (const one of may) expect(one.calls).toEqual(["intent", "dot", "done"]);
      expect(all.map((one) => one.sent.map(({ phase, refused }) => [phase, refused]))).toEqual(
        all.map((one, n) => [[may.includes(one) ? "after" : "before", n % 4 === 1]]),
      );
    });

    test("a receiver that asks to slow down has nothing, costs no attempt and is left in peace", async () => {
      const { provider, arrived } = await setUp();
      const one = letter(address("asks to slow down"));
      provider.submit(one);
      const { phase, reply, retryAfterMs } = await one.settled;
      expect(arrived()).toEqual([]);
      if (!contract.saysHowLong) {
        // Free: the sender's breaker gives it its rest.
        expect(decideOutcome(phase, reply)).toBe("unwritten");
        expect(reply?.code).toBe(421);
        return;
      }
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(provider.room).toBe(0);
      await vi.waitFor(() => expect(provider.room).toBeGreaterThan(0), WITHIN);
      const next = letter(address("takes"));
      provider.submit(next);
      expect((await next.settled).reply?.code).toBeLessThan(300);
    });

    test("what it reports afterwards is evidence, if it signed it", async () => {
      const { provider, report } = await setUp();
      if (!report) {
        expect(provider.parseWebhook).toBeUndefined();
        return;
      }
      const one = letter(address("takes silently"));
      provider.submit(one);
      expect(await one.settled).toMatchObject({ phase: "after", reply: null });
      const told = (event: "delivered" | "bounced") => report(one.envelope.to, event);
      expect(provider.parseWebhook?.(told("delivered"))).toMatchObject([
        {
          about: { by: "provider", provider: provider.key, messageIdHeader: one.idempotencyKey },
          verdict: { kind: "delivered" },
          source: "webhook",
          at: expect.any(Date),
        },
      ]);
      expect(provider.parseWebhook?.(told("bounced"))).toMatchObject([
        { verdict: { kind: "refused", reply: { code: 550 } } },
      ]);
      const genuine = told("bounced");
      const forged = Buffer.from(genuine.body.toString().replace("bounced", "delivered"));
      expect(provider.parseWebhook?.({ ...genuine, body: forged })).toBeNull();
      expect(provider.parseWebhook?.({ ...genuine, header: () => null })).toBeNull();
    });

    test("a receiver that does not exist gives everything back untried", async () => {
      const provider = contract.nowhere();
      onTestFinished(() => provider.close());
      const one = letter(address("takes"));
      provider.submit(one);
      const sent = await one.settled;
      expect(sent).toMatchObject({ phase: "before", reply: null });
      expect(one.calls).not.toContain("dot");
    });

    test("its room shrinks with what it has and comes back, and closing settles everything", async () => {
      const { provider } = await setUp();
      const { room } = provider;
      expect(room).toBeGreaterThan(0);
      let grant: (isGranted: boolean) => void = () => undefined;
      const held = letter(address("takes", 1), {
        intent: () =>
          new Promise((resolve) => {
            grant = resolve;
          }),
      });
      provider.submit(held);
      expect(provider.room).toBeLessThan(room);
      await vi.waitFor(() => expect(held.calls).toContain("intent"), WITHIN);
      provider.close();
      grant(true);
      expect(await held.settled).toMatchObject({ phase: "before" });
      const late = letter(address("takes", 2));
      provider.submit(late);
      expect(await late.settled).toMatchObject({ phase: "before", reply: null });
    });
  });
}
