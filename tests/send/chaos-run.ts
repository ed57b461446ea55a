import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { journalsFolder, SUFFIX } from "@/server/delivery/journal";
import { everyJournal, leftJournals } from "@/server/delivery/journal-files";
import { type Attack, type AttackPlan, startAttack, wakeAll } from "./chaos-attack";
import { bundleEntry } from "./chaos-build";
import { type Fleet, type FleetOptions, killsOf, startFleet } from "./chaos-fleet";
import type { WorkerOrders } from "./chaos-orders";
import { makeScene, startScene } from "./chaos-scene";
import type { SinkLog, SinkOrders } from "./chaos-sink";
import { judge } from "./chaos-verdict";
import type { Verdict } from "./checker.core";
import { asked, endProcess, type Lab, openLab, startProcess } from "./lab";
import { MUTANTS, type MutantName } from "./mutants";

export interface ChaosOptions {
  messages: number;
  seed: number;
  /** For the attack and what goes out after it: the making of the people is not counted. */
  seconds: number;
  workers: number;
  mutant: MutantName | null;
  /** How often a worker stands still for longer than its lease; by default as befits the messages. */
  stalls: number | null;
  /** How often a worker comes back when its message was just taken up by another; by default likewise. */
  zombies: number | null;
  /** The longest that somebody who says no holds their locks, in milliseconds; by default as befits the messages. */
  holdMs: number | null;
  /** Seconds after which the run was too slow, whatever else. */
  within: number;
}

export interface ChaosReport extends Verdict {
  kills: number;
  killsBy: Record<string, number>;
  /** Lives that ended otherwise. */
  ends: Record<string, number>;
  databaseRestarts: number;
  objections: number;
  faults: Record<string, number>;
  /** Planned and not done. */
  missed: string[];
  seconds: number;
  seed: number;
  mutant: string | null;
}

/** Waiting and checking need so much of the time at the end, or this share of it. */
const LAST_SECONDS = 30;
const LAST_SHARE = 0.35;
/** Beyond its time a run on a busy machine still ends by itself: what is slow is not lost. */
const PATIENCE_MS = 120_000;
/** Sending takes at least so long, however few messages there are. */
const SENDING_MS = 10_000;
const LEASE_SECONDS = 4;

/** A generator of numbers from 0 to 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How much is done to so many messages. */
function planOf(
  {
    messages,
    stalls,
    zombies,
    holdMs,
  }: Pick<ChaosOptions, "messages" | "stalls" | "zombies" | "holdMs">,
  untilMs: number,
): AttackPlan {
  const a = (each: number, least: number, most = 1_000) =>
    Math.max(least, Math.min(most, Math.round(messages / each)));
  return {
    crashes: a(160, 9),
    kills: a(600, 2),
    stops: a(2_500, 1),
    stalls: stalls ?? a(2_500, 1),
    zombies: zombies ?? a(2_500, 2),
    restarts: a(4_000, 1, 10),
    objectEveryMs: Math.max(100, Math.min(250, 1_200_000 / messages)),
    holdMs: holdMs ?? (messages < 2_000 ? 400 : 60),
    stallMs: (LEASE_SECONDS + 1) * 1_000,
    untilMs,
  };
}

/** What is still in the queue, and whether anything of it waits for its hour. */
async function openOf(lab: Lab): Promise<number | null> {
  const rows = await lab
    .query<{ open: number }>(
      `select (select count(*) from send_queue)::int
         + (select count(*) from campaigns where state in ('sending', 'paused'))::int as open`,
    )
    .catch(() => []);
  return rows[0]?.open ?? null;
}

/** What waits for a later hour has it now. May meet a sweep and lose; then the next one does it. */
async function hurry(lab: Lab): Promise<void> {
  await lab.query(
    `update send_queue set due_at = clock_timestamp()
     where state = 'queued' and due_at > clock_timestamp() + interval '1 s'`,
  );
  await wakeAll(lab);
}

/** Whether all that the journals of ended workers can settle is settled: only the living have one. */
async function areJournalsRead(lab: Lab): Promise<boolean> {
  const folder = journalsFolder();
  // One that is put aside while it is looked at is not there; the next look tells.
  const left = await leftJournals(folder, "").catch(() => null);
  if (left?.length !== 0) return false;
  const open = (await everyJournal(folder)).filter(({ files }) =>
    files.some((file) => file.endsWith(SUFFIX)),
  );
  const ended = await lab
    .query("select 1 from send_workers where ended_at is not null and id = any($1::uuid[])", [
      open.map((one) => one.workerId),
    ])
    .catch(() => null);
  return ended?.length === 0;
}

/** Waits until nothing is open and nothing unknown can be settled; what waits for a later hour has it now. */
async function drain(lab: Lab, ms: number): Promise<string[]> {
  const end = performance.now() + ms;
  for (let turn = 0; performance.now() < end; turn += 1) {
    // In this order: what a journal settles may be queued again.
    if ((await areJournalsRead(lab)) && (await openOf(lab)) === 0) return [];
    if (turn % 10 === 9) {
      await hurry(lab).catch(() => undefined);
    }
    await sleep(100);
  }
  const rows = await lab.query<{ held: string }>(
    `select q.state || ' by ' || coalesce(q.worker_id::text, 'nobody') || ' ('
       || coalesce((select 'ended ' || coalesce(ended_at::text, 'never') || ', reaped '
         || coalesce(reaped_at::text, 'never') from send_workers w where w.id = q.worker_id), '-')
       || ') ' || coalesce(c.state, 'single') || ': ' || count(*) as held
     from send_queue q left join campaigns c on c.id = q.campaign_id
     group by q.state, q.worker_id, c.state limit 20`,
  );
  if (rows.length === 0) return [`a journal not read, or a campaign not done after ${ms} ms`];
  return [
    `still open after ${Math.round(ms / 1_000)} s: ${rows.map((row) => row.held).join("; ")}`,
  ];
}

function fleetIn(
  lab: Lab,
  given: Pick<FleetOptions, "entry" | "size" | "random"> &
    Pick<WorkerOrders, "port" | "connections">,
) {
  const { entry, port, connections, size, random } = given;
  return startFleet({
    entry,
    env: lab.env,
    size,
    random,
    orders: {
      port,
      connections,
      leaseSeconds: LEASE_SECONDS,
      lingerMs: 800,
    },
  });
}

/** Says what is going on while it goes on. */
async function follow(fleet: Fleet, attack: Attack, say: (line: string) => void): Promise<void> {
  const done = attack.done.then(() => true);
  while (!(await Promise.race([done, sleep(5_000).then(() => false)]))) {
    const { databaseRestarts, barriers } = attack;
    say(`${killsOf(fleet)} kills, ${databaseRestarts} restarts, ${barriers.length} objections`);
  }
}

/** So many kills make an attack of so many messages. */
const WHOLE_ATTACK = { messages: 8_000, kills: 50 };

/** What a run has to reach, besides breaking nothing. A mutant is stopped where it breaks something. */
function shortcomings(
  { messages, mutant, within }: ChaosOptions,
  reached: { kills: number; seconds: number },
): string[] {
  if (mutant) return [];
  const { kills, seconds } = reached;
  const isWeak = messages >= WHOLE_ATTACK.messages && kills < WHOLE_ATTACK.kills;
  return [
    ...(isWeak ? [`only ${kills} kills of at least ${WHOLE_ATTACK.kills}`] : []),
    ...(seconds > within ? [`took ${seconds} s of at most ${within}`] : []),
  ];
}

/** One run, from an empty folder to the verdict. */
export async function runChaos(
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<ChaosReport> {
  const started = performance.now();
  const { messages, seed, mutant } = options;
  // Few messages go over few connections, so that as much happens to them as to many.
  const connections = messages < 2_000 ? 4 : 10;
  const slownessMs = Math.max(
    25,
    Math.min(400, (SENDING_MS * options.workers * connections) / messages),
  );
  const random = randomOf(seed);
  const lab = await openLab();
  let fleet: Fleet | undefined;
  try {
    const mutations = mutant ? MUTANTS[mutant] : [];
    const [entry, sink] = await Promise.all([
      bundleEntry("tests/send/chaos-worker.ts", lab.folder, mutations),
      startProcess<{ port: number }>("tests/send/chaos-sink.ts", {
        ...lab.env,
        SINK: JSON.stringify({ seed, slownessMs } satisfies SinkOrders),
      }),
    ]);
    const scene = await makeScene(lab, messages, messages * 4);
    await startScene(lab, scene);
    const begun = performance.now();
    const left = (reserve: number) =>
      Math.max(5_000, options.seconds * 1_000 - (performance.now() - begun) - reserve * 1_000);
    say(
      `${scene.total} messages to ${scene.people.length} people on ${availableParallelism()} cores`,
    );
    const { port } = sink.ready;
    fleet = fleetIn(lab, { entry, port, connections, size: options.workers, random });
    const plan = planOf(options, left(Math.min(LAST_SECONDS, options.seconds * LAST_SHARE)));
    const attack = startAttack({ lab, scene, fleet, random }, plan);
    await follow(fleet, attack, say);
    say("the attack is over; the rest goes out");
    const undone = await drain(lab, left(8) + (mutant ? 0 : PATIENCE_MS));
    await fleet.close();
    const log = await asked<SinkLog>(sink.child, "log");
    await endProcess(sink.child);
    const verdict = await judge({ lab, scene, attack, log, deaths: fleet.deaths });
    const kills = killsOf(fleet);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const short = shortcomings(options, { kills, seconds });
    return {
      ...verdict,
      kills,
      killsBy: fleet.kills,
      ends: fleet.ends,
      databaseRestarts: attack.databaseRestarts,
      faults: log.faults,
      missed: attack.missed,
      seconds,
      seed,
      mutant,
      violations: [...undone, ...short, ...fleet.violations, ...verdict.violations],
    };
  } finally {
    await fleet?.close();
    await lab.close();
  }
}
