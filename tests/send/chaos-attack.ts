import { setTimeout as sleep } from "node:timers/promises";
import { waitForExit } from "@/scripts/process-identity.mjs";
import { recordConsent, suppress } from "@/server/consent";
import { CRASH_POINTS } from "@/server/delivery/crash-points";
import type { Ctx } from "@/server/kernel";
import type { Fleet } from "./chaos-fleet";
import type { Scene, SceneCampaign, ScenePerson } from "./chaos-scene";
import { takenUpAgain } from "./chaos-zombies";
import type { Barrier, Silence } from "./checker.core";
import type { Cancellation } from "./checker-causes.core";
import type { Lab } from "./lab";
import { stubborn } from "./stubborn";
import { startCampaign } from "./workspace";

export interface AttackPlan {
  crashes: number;
  kills: number;
  stops: number;
  stalls: number;
  /** Workers that come back between a claim and its intent, when another has just taken their message. */
  zombies: number;
  restarts: number;
  /** Milliseconds between two suppressions or withdrawals. */
  objectEveryMs: number;
  /** The longest that one of those holds its locks before it commits. */
  holdMs: number;
  stallMs: number;
  /** The attack is over then, however far the sending is. */
  untilMs: number;
}

export interface Attack {
  /** What was committed, or may have been. */
  barriers: (Barrier & { isSure: boolean })[];
  silences: Silence[];
  cancellations: Cancellation[];
  /** Workers that stand still; each is over when it goes on. */
  zombies: Promise<void>[];
  databaseRestarts: number;
  /** Planned and not done, because the sending was over or the time. */
  missed: string[];
  /** When the plan is done. */
  done: Promise<void>;
}

interface Stage {
  lab: Lab;
  scene: Scene;
  fleet: Fleet;
  random: () => number;
}

/** Does `run` once this share of the messages is settled, or of the time gone; false: not possible yet. */
interface Event {
  at: number;
  name: string;
  run: () => boolean | Promise<boolean>;
}

const CLOCK = "(extract(epoch from clock_timestamp()) * 1000000)::float8 as at";

/** The database's time in microseconds. */
async function clockOf(lab: Lab): Promise<number> {
  const [row] = await stubborn(() => lab.query<{ at: number }>(`select ${CLOCK}`));
  return row?.at ?? 0;
}

/** Ends the database server as a power cut would, and starts it again. */
async function restart(lab: Lab): Promise<boolean> {
  const { pid } = lab.postgres;
  process.kill(pid, "SIGQUIT");
  await waitForExit(pid, 20_000);
  await lab.startPostgresAgain();
  return true;
}

/** Somebody says no, as the product writes it down; noted with the time at which it holds the lock. */
async function object(stage: Stage & { holdMs: number }, attack: Attack, person: ScenePerson) {
  const { lab, random } = stage;
  const { workspaceId, contactId, topicId, address } = person;
  const isSuppression = random() < 0.5;
  let barrier: Attack["barriers"][number] | undefined;
  const say = (ctx: Ctx) =>
    isSuppression
      ? suppress(ctx, { address, reason: "manual", source: "chaos" })
      : recordConsent(ctx, contactId, {
          action: "withdraw",
          topicId,
          source: "unsubscribe_page",
        });
  try {
    await lab.run(workspaceId, async (ctx) => {
      await say(ctx);
      // The person is locked: no intent for them can be granted before this commits.
      const { rows } = await ctx.db.execute<{ at: number }>(`select ${CLOCK}`);
      const why = isSuppression ? "a suppression" : "a withdrawal";
      const at = Number(rows[0]?.at);
      barrier = {
        ...{ workspaceId, contactId, at, why, isSure: false },
        topicId: isSuppression ? null : topicId,
      };
      attack.barriers.push(barrier);
      await sleep(stage.holdMs * random() * random());
    });
    if (barrier) barrier.isSure = true;
  } catch {
    // The database went away: whether it was committed is looked up in the end.
  }
}

/** Most often somebody whose message is just on its way. */
async function choosePerson({ lab, scene, random }: Stage): Promise<ScenePerson | undefined> {
  const any = scene.people[Math.floor(random() * scene.people.length)];
  if (random() < 0.3) return any;
  const held = await lab
    .query<{ contactId: string }>(
      `select contact_id as "contactId" from send_queue where state = 'claimed'
       order by first_claimed_at limit 16`,
    )
    .catch(() => []);
  const one = held[Math.floor(random() * held.length)];
  return scene.people.find((person) => person.contactId === one?.contactId) ?? any;
}

async function objectOften(
  stage: Stage,
  attack: Attack,
  plan: AttackPlan & { isOver: () => boolean },
) {
  const seen = new Set<string>();
  while (!plan.isOver()) {
    await sleep(plan.objectEveryMs * 2 * stage.random());
    const person = await choosePerson(stage);
    if (!person || seen.has(person.contactId)) continue;
    seen.add(person.contactId);
    await object({ ...stage, holdMs: plan.holdMs }, attack, person);
  }
}

/** Stops a campaign; once that is committed nothing of it may be intended. */
async function silence(
  lab: Lab,
  attack: Attack,
  to: { campaign: SceneCampaign; state: "paused" | "cancelled" },
): Promise<Silence | null> {
  const isDone = await stubborn(() =>
    lab.query("update campaigns set state = $2 where id = $1 and state = 'sending' returning id", [
      to.campaign.id,
      to.state,
    ]),
  );
  if (isDone.length === 0) return null;
  const entry: Silence = {
    campaignId: to.campaign.id,
    from: await clockOf(lab),
    until: Number.POSITIVE_INFINITY,
  };
  attack.silences.push(entry);
  return entry;
}

/** What happens to the campaigns, by share of the messages settled. */
function campaignEvents({ lab, scene }: Stage, attack: Attack): Event[] {
  const paused = scene.campaigns.find((one) => one.fate === "paused") as SceneCampaign;
  const cancelled = scene.campaigns.find((one) => one.fate === "cancelled") as SceneCampaign;
  let pause: Silence | null = null;
  return [
    {
      at: 0.12,
      name: "pause",
      run: async () => {
        pause = await silence(lab, attack, { campaign: paused, state: "paused" });
        return true;
      },
    },
    {
      at: 0.3,
      name: "cancel",
      run: async () => {
        attack.cancellations.push({ campaignId: cancelled.id, at: await clockOf(lab) });
        await silence(lab, attack, { campaign: cancelled, state: "cancelled" });
        await stubborn(() => wakeAll(lab));
        return true;
      },
    },
    {
      at: 0.45,
      name: "resume",
      run: async () => {
        if (!pause) return true;
        pause.until = await clockOf(lab);
        await stubborn(() => startCampaign(lab, paused.workspaceId, paused.id));
        return true;
      },
    },
  ];
}

/** Everything is due now, as if the time until then had gone by. */
export async function wakeAll(lab: Lab): Promise<void> {
  await lab.query("update due_work set due_at = clock_timestamp()");
}

const MOST_PASSINGS = 30;

function eventsOf(stage: Stage, attack: Attack, plan: AttackPlan): Event[] {
  const { fleet, random, lab, scene } = stage;
  const spread = (name: string, times: number, run: Event["run"]): Event[] =>
    Array.from({ length: times }, (_, at) => ({
      at: 0.02 + (0.86 * (at + random())) / times,
      name,
      run,
    }));
  const passings = Math.max(3, Math.min(MOST_PASSINGS, scene.total / 60));
  const crashes = Array.from({ length: plan.crashes }, (_, at) => {
    const point = CRASH_POINTS[at % CRASH_POINTS.length] ?? "claimed";
    // A claim takes many messages at once.
    const nth = 1 + Math.floor(random() * (point === "claimed" ? 3 : passings));
    return {
      // With enough left behind the last one that it comes to its point.
      at: 0.02 + (0.7 * at) / plan.crashes,
      name: point,
      run: () => fleet.arm({ point, nth }),
    };
  });
  return [
    ...crashes,
    ...campaignEvents(stage, attack),
    ...spread("kill", plan.kills, fleet.killOne),
    ...spread("stop", plan.stops, fleet.stopOne),
    ...spread("stall", plan.stalls, () =>
      // Some come back when others just took what was theirs.
      fleet.stallOne(plan.stallMs * (0.87 + 0.13 * random())),
    ),
    // Early: each takes as long as a lease.
    ...spread("zombie", plan.zombies, () => {
      const standing = fleet.standOne((id) => takenUpAgain(stage, id));
      if (standing !== null) attack.zombies.push(standing);
      return standing !== null;
    }).map((event) => ({ ...event, at: event.at / 10 })),
    ...spread("restart", plan.restarts, async () => {
      await restart(lab);
      attack.databaseRestarts += 1;
      return true;
    }),
  ].sort((a, b) => a.at - b.at);
}

/** The share of all messages that is not in the queue any more; null while the database is away. */
async function progressOf({ lab, scene }: Stage): Promise<number | null> {
  const rows = await lab
    .query<{ open: number }>("select count(*)::int as open from send_queue")
    .catch(() => []);
  return rows[0] ? 1 - rows[0].open / scene.total : null;
}

/** Begins the attack: what is planned happens as the sending goes on, and at the latest by the clock. */
export function startAttack(stage: Stage, plan: AttackPlan): Attack {
  const started = performance.now();
  const attack: Attack = {
    ...{ barriers: [], silences: [], cancellations: [], zombies: [], missed: [] },
    databaseRestarts: 0,
    done: Promise.resolve(),
  };
  const events = eventsOf(stage, attack, plan);
  let isOver = false;

  /** Does the first event that is due and possible; true when there was one. */
  async function next(progress: number): Promise<boolean> {
    for (const event of events.filter((one) => one.at <= progress)) {
      if (!(await event.run())) continue;
      events.splice(events.indexOf(event), 1);
      return true;
    }
    return false;
  }

  async function drive(): Promise<void> {
    while (events.length > 0 && performance.now() - started < plan.untilMs) {
      const progress = await progressOf(stage);
      if (progress === 1) break;
      // On a busy machine the time goes by faster than the messages.
      const share = Math.max(progress ?? 0, (performance.now() - started) / plan.untilMs);
      if (progress === null || !(await next(share))) await sleep(40);
    }
    // What must not be left half-done: a paused campaign goes on.
    for (const event of events.filter((one) => one.name === "resume")) await event.run();
    await Promise.all(attack.zombies);
    attack.missed = events.filter((one) => one.name !== "resume").map((one) => one.name);
    isOver = true;
  }

  const objecting = [0, 1].map(() => objectOften(stage, attack, { ...plan, isOver: () => isOver }));
  attack.done = Promise.all([drive(), ...objecting]).then(() => undefined);
  return attack;
}
