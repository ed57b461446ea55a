import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@/server/kernel";
import { type Death, EXIT, type Order, type Word, type WorkerOrders } from "./chaos-orders";
import type { WorkerDeath } from "./checker-causes.core";

/** A run that starts more workers than this has found another way to fail. */
const MOST_STARTS = 1_000;

interface Member {
  workerId: string;
  child: ChildProcess;
  isReady: boolean;
  isStalled: boolean;
  /** Stood still once, perhaps for longer than its lease. */
  wasStalled: boolean;
  /** Goes on for a while after it was declared dead. */
  isLingering: boolean;
  /** The message it stands still with. */
  standsWith: string | null;
  death: Death | null;
  /** Why it was ended from outside. */
  isEnded: "killed" | "stopped" | null;
}

/** The workers of a run: as many as asked for, each replaced as soon as it is gone. */
export interface Fleet {
  /** Kills of each kind: at a crash point, or at a random moment. */
  kills: Record<string, number>;
  /** Ends nobody asked for, and lives that were over for another reason. */
  ends: Record<string, number>;
  /** Every life that did not end in order. */
  deaths: WorkerDeath[];
  violations: string[];
  /** Arms a running worker to die at a point; false when none is free. */
  arm(death: Death): boolean;
  killOne(): boolean;
  stopOne(): boolean;
  /** Stops one for so long that it is taken for dead, and lets it go on. */
  stallOne(ms: number): boolean;
  /**
   * Stops one between a claim and its intent; null when none is free, or one stands already. `until` is told the message, and
   * says when that is somebody else's and the worker may go on; with false, that another would be better.
   * Resolves when it goes on.
   */
  standOne(until: (messageId: string) => Promise<boolean>): Promise<void> | null;
  /** Ends all, in order; none is replaced. */
  close(): Promise<void>;
}

export interface FleetOptions {
  entry: string;
  env: NodeJS.ProcessEnv;
  size: number;
  orders: Omit<WorkerOrders, "workerId">;
  /** From 0 to 1, seeded. */
  random: () => number;
}

const count = (counts: Record<string, number>, key: string) => {
  counts[key] = (counts[key] ?? 0) + 1;
};

export function startFleet(options: FleetOptions): Fleet {
  const members = new Set<Member>();
  const kills: Record<string, number> = {};
  const ends: Record<string, number> = {};
  const deaths: WorkerDeath[] = [];
  const violations: string[] = [];
  let starts = 0;
  let isOver = false;
  let isStanding = false;
  /** Points at which somebody was to die who ended otherwise. */
  const undone: Death["point"][] = [];

  function begin(): Member {
    starts += 1;
    // Most go on for a while after they were declared dead.
    const lingerMs = starts % 3 === 0 ? 0 : options.orders.lingerMs;
    const orders: WorkerOrders = { ...options.orders, workerId: newId(), lingerMs };
    const child = fork(options.entry, [], {
      execArgv: ["--enable-source-maps"],
      env: { ...options.env, CHAOS: JSON.stringify(orders) },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const member: Member = {
      ...{ workerId: orders.workerId, child, isLingering: lingerMs > 0, standsWith: null },
      ...{ isReady: false, isStalled: false, wasStalled: false, death: null, isEnded: null },
    };
    child.on("message", (told) => {
      const word = told as Word;
      if (word === "ready") becomeReady(member);
      else member.standsWith = word.standsWith;
    });
    // It may die while it is told something.
    child.on("error", () => undefined);
    members.add(member);
    return member;
  }

  function condemn(member: Member, death: Death): void {
    member.death = death;
    member.child.send(death satisfies Order, () => undefined);
  }

  /** Ended otherwise than where it was to die: somebody else dies there. */
  function handOn({ death, isEnded }: Member, signal: NodeJS.Signals | null): void {
    if (death && (isEnded || signal !== "SIGKILL")) undone.push(death.point);
  }

  function becomeReady(member: Member): void {
    member.isReady = true;
    const point = undone.shift();
    if (point) condemn(member, { point, nth: 1 });
  }

  /** Ends that are as they should be. */
  function nameOfEnd({ isReady }: Member, code: number | null): string | null {
    if (code === EXIT.stopped) return "stopped";
    if (code === EXIT.ended) return "declared dead";
    // A database that is just starting has no room for a new worker; the next one tries again.
    return isReady ? null : "not started";
  }

  /** What a life that did not end in order ended by; null: in order. */
  function howItDied(member: Member, code: number | null, signal: NodeJS.Signals | null) {
    const { death, isEnded, wasStalled } = member;
    if (signal === "SIGKILL") return death && !isEnded ? death.point : "random";
    if (wasStalled) return "stood still";
    return code === EXIT.stopped ? null : (nameOfEnd(member, code) ?? "failed");
  }

  function account(member: Member, code: number | null, signal: NodeJS.Signals | null): void {
    const how = howItDied(member, code, signal);
    if (how) deaths.push({ workerId: member.workerId, at: Date.now() * 1_000, how });
    if (how && signal === "SIGKILL") {
      count(kills, how);
      return;
    }
    const name = nameOfEnd(member, code);
    if (name) count(ends, name);
    else if (code === EXIT.rewound) violations.push("a worker saw time go back");
    else violations.push(`a worker failed: ${code ?? signal}`);
  }

  async function keep(): Promise<void> {
    while (!isOver && starts < MOST_STARTS) {
      const member = begin();
      const [code, signal] = (await once(member.child, "exit")) as [
        number | null,
        NodeJS.Signals | null,
      ];
      members.delete(member);
      handOn(member, signal);
      account(member, code, signal);
      if (!member.isReady) await sleep(200);
    }
  }

  const keepers = Array.from({ length: options.size }, keep);

  function anyOf(isFit: (member: Member) => boolean): Member | undefined {
    const fit = [...members].filter((one) => one.isReady && !one.isEnded && isFit(one));
    return fit[Math.floor(options.random() * fit.length)];
  }

  function end(member: Member | undefined, how: "killed" | "stopped"): boolean {
    if (!member) return false;
    member.isEnded = how;
    member.child.kill(how === "killed" ? "SIGKILL" : "SIGTERM");
    return true;
  }

  async function standStill(
    member: Member,
    until: (id: string) => Promise<boolean>,
  ): Promise<void> {
    for (let isOther = false; !isOther && !isOver && members.has(member); ) {
      member.standsWith = null;
      member.child.send("stand still" satisfies Order, () => undefined);
      while (!isOver && members.has(member) && !member.standsWith) await sleep(10);
      isOther = member.standsWith !== null && (await until(member.standsWith));
      member.child.kill("SIGCONT");
    }
  }

  return {
    kills,
    ends,
    deaths,
    violations,
    arm: (death) => {
      const member = anyOf((one) => !one.death && !one.isStalled);
      if (!member) return false;
      condemn(member, death);
      return true;
    },
    // Those that are to die at a point are left to it.
    killOne: () =>
      end(
        anyOf((one) => !one.death && !one.isStalled),
        "killed",
      ),
    stopOne: () =>
      end(
        anyOf((one) => !one.death && !one.isStalled),
        "stopped",
      ),
    stallOne: (ms) => {
      const member = anyOf((one) => !one.death && !one.isStalled);
      if (!member) return false;
      member.isStalled = true;
      member.wasStalled = true;
      member.child.kill("SIGSTOP");
      setTimeout(() => {
        member.isStalled = false;
        member.child.kill("SIGCONT");
      }, ms);
      return true;
    },
    standOne: (until) => {
      // One at a time: the others have to take up what it held, and to be attacked.
      const member = isStanding
        ? undefined
        : anyOf((one) => !one.death && !one.isStalled && one.isLingering);
      if (!member) return null;
      isStanding = true;
      // Neither killed nor stopped meanwhile: it is to come back.
      member.isStalled = true;
      member.wasStalled = true;
      return standStill(member, until).finally(() => {
        member.isStalled = false;
        isStanding = false;
      });
    },
    close: async () => {
      isOver = true;
      for (const member of members) {
        member.child.kill("SIGCONT");
        member.child.kill("SIGTERM");
      }
      const late = setTimeout(() => {
        violations.push("a worker did not stop");
        for (const { child } of members) child.kill("SIGKILL");
      }, 15_000);
      await Promise.all(keepers);
      clearTimeout(late);
    },
  };
}

/** All kills together. */
export const killsOf = (fleet: Fleet): number =>
  Object.values(fleet.kills).reduce((sum, one) => sum + one, 0);
