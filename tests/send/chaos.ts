/**
 * `npm run chaos -- --messages 8000 [--seed n] [--seconds 100] [--within 120] [--workers 3] [--stalls n]
 * [--zombies n] [--hold ms] [--mutant name] [--nightly]`: sends while workers are killed, the database
 * falls, people object and the mail server lies, and then compares what arrived with every message's history. Its last line is one JSON
 * object; it fails when an invariant is broken, when fewer than 50 kills came to 8,000 messages, or when it
 * took longer than `within`. `--nightly` is the same for a night: more of everything.
 */
import { type ChaosReport, runChaos } from "./chaos-run";
import { numberOf, say } from "./lab";
import { MUTANT_NAMES, type MutantName } from "./mutants";

/** As many as a reader takes in; the count says how many there are. */
const SHOWN = 20;

function mutantOf(): MutantName | null {
  const at = process.argv.indexOf("--mutant");
  if (at < 0) return null;
  const name = MUTANT_NAMES.find((one) => one === process.argv[at + 1]);
  if (!name) throw new Error(`--mutant needs one of ${MUTANT_NAMES.join(", ")}.`);
  return name;
}

/** What is said again and again hides nothing else. */
function eachOnce(violations: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const one of violations) times.set(one, (times.get(one) ?? 0) + 1);
  return [...times].map(([one, count]) => (count > 1 ? `${one} (${count} times)` : one));
}

const isOnlyLate = (violation: string) => Number(violation.startsWith("never ended"));

function show(report: ChaosReport): void {
  const { killsBy, ends, faults, missed, violations: all, ...figures } = report;
  // What went wrong before what merely did not come to its end.
  const violations = eachOnce(all).sort((a, b) => isOnlyLate(a) - isOnlyLate(b));
  const listed = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ");
  for (const [name, value] of Object.entries(figures)) say(`${name.padEnd(20)} ${value}`);
  say(`kills by point       ${listed(killsBy)}`);
  say(`other ends           ${listed(ends)}`);
  say(`faults of the server ${listed(faults)}`);
  if (missed.length > 0) say(`planned, not done    ${missed.join(", ")}`);
  for (const violation of violations.slice(0, SHOWN)) say(`VIOLATION ${violation}`);
  const shown = { ...report, violations: violations.slice(0, SHOWN) };
  say(JSON.stringify({ ...shown, violationCount: all.length }));
}

const SIZES = {
  day: { messages: 8_000, seconds: 100, workers: 3 },
  night: { messages: 60_000, seconds: 1_500, workers: 4 },
};

const size = SIZES[process.argv.includes("--nightly") ? "night" : "day"];
const seconds = numberOf("seconds", size.seconds);
const report = await runChaos(
  {
    messages: numberOf("messages", size.messages),
    seed: numberOf("seed", 1 + Math.floor(Math.random() * 1_000_000)),
    seconds,
    within: numberOf("within", seconds + 20),
    workers: numberOf("workers", size.workers),
    mutant: mutantOf(),
    stalls: process.argv.includes("--stalls") ? numberOf("stalls", 1) : null,
    zombies: process.argv.includes("--zombies") ? numberOf("zombies", 1) : null,
    holdMs: process.argv.includes("--hold") ? numberOf("hold", 1) : null,
  },
  say,
);
show(report);
process.exit(report.violations.length > 0 ? 1 : 0);
