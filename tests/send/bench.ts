/**
 * `npm run bench -- send --messages 20000 [--workers 1] [--connections 50] [--rounds 3] [--audience N]`:
 * the whole guarded pipeline against a bare nodemailer pool, alternately, into the same sink. Of a campaign
 * with a larger audience its first messages are measured, and its last: what lies between them is settled past
 * the sender. What is compared are processes at work, which are up for weeks: each of both sides is started once,
 * has sent some ten thousand messages before it is measured, as its code is compiled while it runs, and goes on in
 * the next round. Prints each round and, as its last line, one JSON object.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { bundleProcesses } from "@/scripts/bundle.mjs";
import { cpuOfTree } from "./cpu";
import { asked, endProcess, numberOf, openLab, say, startProcess, until } from "./lab";
import { LAB_LETTER } from "./letter";
import type { SinkReport } from "./sink";
import { verifySamples } from "./verify";
import type { WorkerFigures, WorkerWord } from "./worker";
import { labCampaign, labWorkspace, skipTo, startCampaign, stateOf, tidyTables } from "./workspace";

const messages = numberOf("messages", 20_000);
const audience = Math.max(messages, numberOf("audience", messages));
const rounds = numberOf("rounds", 3);
const connections = numberOf("connections", 50);
/**
 * Sent by each process before it is measured. What runs once a batch is compiled last: after 20,000 messages V8 was
 * still seen to compile for 40 of 1,200 µs a message.
 */
const warmUp = Math.min(40_000, 2 * messages);
const workerCounts = process.argv.includes("--workers") ? [numberOf("workers", 1)] : [1, 2];

interface Figures {
  rate: number;
  /** Processor time for one message in microseconds: sending processes, database, sink. */
  cpuUs: number;
  databaseUs: number;
  sinkUs: number;
  rssMb: number;
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const lab = await openLab();
const samples: string[] = [];
// As the product's: each process one file.
await bundleProcesses({
  entries: {
    worker: "tests/send/worker.ts",
    "signing-thread": "server/worker/signing-thread.mjs",
    baseline: "tests/send/baseline.ts",
  },
  folder: lab.folder,
});
const bundled = (name: string) => path.join(lab.folder, `${name}.mjs`);
try {
  const sink = await startProcess<{ port: number }>("tests/send/sink.ts", {
    ...lab.env,
    SAMPLE_EVERY: String(Math.ceil(messages / 20)),
  });
  const started = performance.now();
  const workspace = await labWorkspace(lab, audience);
  const { workspaceId } = workspace;
  say(`${audience} people in ${((performance.now() - started) / 1_000).toFixed(0)} s`);
  const env = {
    ...lab.env,
    SMTP_URL: `smtp://127.0.0.1:${sink.ready.port}`,
    CONNECTIONS: String(connections),
    DKIM_PEM: lab.key.pem,
  };

  const letter = path.join(lab.folder, "letter.json");
  const first = await labCampaign(lab, workspace, { document: LAB_LETTER, contactIds: [] });
  const [version] = await lab.query<{ compiled: object }>(
    "select compiled from content_versions where campaign_id = $1",
    [first],
  );
  writeFileSync(letter, JSON.stringify(version?.compiled));

  /** Processor time of database and sink since the last call, for each of `count` messages. */
  let before = { database: 0, sink: 0 };
  function aside(count = messages): Pick<Figures, "databaseUs" | "sinkUs"> {
    const now = { database: cpuOfTree(lab.postgres.pid), sink: cpuOfTree(sink.child.pid ?? 0) };
    const each = (ms: number) => (ms * 1_000) / count;
    const told = {
      databaseUs: each(now.database - before.database),
      sinkUs: each(now.sink - before.sink),
    };
    before = now;
    return told;
  }

  const countTaken = async () => (await asked<SinkReport>(sink.child, "count")).count;

  async function taken(): Promise<void> {
    const report = await asked<SinkReport>(sink.child, "reset");
    // What is on its way when enough is counted arrives all the same.
    const most = audience > messages ? messages + 1_000 * Math.max(...workerCounts) : messages;
    const isRight = report.count >= messages && report.count <= most;
    if (!isRight || report.repeated > 0) {
      throw new Error(`The sink has ${report.count} messages, ${report.repeated} of them again.`);
    }
    samples.push(...report.samples);
  }

  const bare = await startProcess(
    bundled("baseline"),
    { ...env, MESSAGES: String(messages), LETTER: letter, WORKSPACE: workspaceId },
    { execArgv: [] },
  );
  const sendBare = (count: number) =>
    asked<{ rate: number; cpuMs: number; rssMb: number }>(bare.child, String(count));

  async function runBaseline(): Promise<Figures> {
    aside();
    const { cpuMs, ...told } = await sendBare(messages);
    const others = aside();
    await taken();
    return { ...told, ...others, cpuUs: (cpuMs * 1_000) / messages };
  }

  const shown = ({ rate, cpuUs, databaseUs, sinkUs, rssMb }: Figures) =>
    `${rate.toFixed(0).padStart(6)}/s  ${cpuUs.toFixed(0).padStart(5)} µs, database ` +
    `${databaseUs.toFixed(0)} µs, sink ${sinkUs.toFixed(0)} µs  ${rssMb} MB`;
  async function finished(campaignId: string): Promise<boolean> {
    return (await stateOf(lab, campaignId)) === "finished";
  }

  const workers = await Promise.all(
    Array.from({ length: Math.max(...workerCounts) }, () =>
      startProcess(bundled("worker"), env, { execArgv: [] }),
    ),
  );
  const tell = (word: WorkerWord, count = workers.length) =>
    Promise.all(workers.slice(0, count).map(({ child }) => asked<WorkerFigures>(child, word)));

  /** Brings all processes to where they are in the middle of a day. */
  async function warm(): Promise<void> {
    await sendBare(warmUp);
    await tell("work");
    // One after the other, as people get one letter of each: together the processes send each its share.
    for (let left = warmUp * workers.length; left > 0; left -= messages) {
      const contactIds = workspace.contactIds.slice(0, Math.min(left, messages));
      const campaignId = await labCampaign(lab, workspace, { document: LAB_LETTER, contactIds });
      await startCampaign(lab, workspaceId, campaignId);
      await until("processes at work", () => finished(campaignId), { every: 100 });
    }
    await tell("rest");
    await asked<SinkReport>(sink.child, "reset");
  }

  async function runWorkers(count: number): Promise<Figures> {
    const campaignId = await labCampaign(lab, workspace, { document: LAB_LETTER });
    if (audience > messages) await tidyTables(lab);
    await tell("work", count);
    /** From now until so many are sent, or all. */
    const measure = async (upTo: number | null): Promise<Figures> => {
      const idle = await tell("figures", count);
      aside();
      const start = performance.now();
      await startCampaign(lab, workspaceId, campaignId);
      await until(
        "messages sent",
        async () => (upTo ? (await countTaken()) >= upTo : finished(campaignId)),
        { every: 100 },
      );
      const sent = await countTaken();
      const seconds = (performance.now() - start) / 1_000;
      const others = aside(sent);
      const told = await tell("figures", count);
      const cpuMs = told.reduce((sum, one, at) => sum + one.cpuMs - (idle[at]?.cpuMs ?? 0), 0);
      const rssMb = Math.max(...told.map((one) => one.rssMb));
      return { ...others, rate: sent / seconds, cpuUs: (cpuMs * 1_000) / sent, rssMb };
    };
    const isLarge = audience > messages;
    const first = await measure(isLarge ? messages : null);
    if (isLarge) {
      await skipTo(lab, campaignId, messages);
      await taken();
      say(`its last ${messages}       ${shown(await measure(messages))}`);
      const start = performance.now();
      await until("finished", () => finished(campaignId), { every: 10 });
      say(`finished after      ${((performance.now() - start) / 1_000).toFixed(1)} s`);
    }
    await tell("rest", count);
    await taken();
    return first;
  }

  await warm();
  const baselines: Figures[] = [];
  const runs = new Map(workerCounts.map((count) => [count, [] as Figures[]]));
  for (let round = 0; round < rounds; round += 1) {
    baselines.push(await runBaseline());
    say(`nodemailer pool     ${shown(baselines.at(-1) as Figures)}`);
    for (const [count, figures] of runs) {
      figures.push(await runWorkers(count));
      say(`kairos, ${count} worker(s) ${shown(figures.at(-1) as Figures)}`);
    }
  }
  const verified = await verifySamples(samples, lab.key.published);
  say(`${verified} mails of the sink parsed and verified`);
  const baseline = median(baselines.map((one) => one.rate));
  const told = [...runs].map(([workers, figures]) => {
    const rate = median(figures.map((one) => one.rate));
    const rssMb = Math.max(...figures.map((one) => one.rssMb));
    return { workers, rate: Math.round(rate), ratio: Number((rate / baseline).toFixed(2)), rssMb };
  });
  const [one] = told;
  for (const { child } of [bare, ...workers, sink]) await endProcess(child);
  say(
    JSON.stringify({
      messages,
      audience,
      connections,
      rate: one?.rate,
      baseline: Math.round(baseline),
      ratio: one?.ratio,
      rssMb: one?.rssMb,
      verified,
      runs: told,
    }),
  );
} finally {
  await lab.close();
}
