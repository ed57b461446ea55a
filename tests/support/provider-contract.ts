import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { ChannelProvider } from "@/server/delivery/provider";
import { letter } from "./smtp-script";

/** How the receiver behaves to a message: as its address says. */
export type Conduct =
  | "takes"
  | "refuses for good"
  | "says later"
  /** Takes it, and the answer is lost. */
  | "takes silently"
  /** Goes away before anything could be taken. */
  | "goes away early";

/** A provider with a receiver of its own. */
export interface ContractSetup {
  provider: ChannelProvider;
  /** Addresses of what arrived whole, one entry a copy. */
  arrived: () => string[];
}

export interface Contract {
  /** `conduct` is asked for each message's address. */
  setUp(conduct: (address: string) => Conduct): Promise<ContractSetup>;
  /** A provider whose receiver does not exist. */
  nowhere(): ChannelProvider;
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
