import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import {
  campaignState,
  runSink,
  sendingCampaign,
  statesOf,
  type TestCampaign,
} from "@/tests/support/sending";
import { endWorker, startWorker } from "@/tests/support/worker";
import { freshWorkspace } from "@/tests/support/workspace";
import { requestLink } from "../auth/links";
import { newId } from "../kernel";

const WITHIN = { timeout: 60_000, interval: 50 };
/** Real processes, and pauses that grow. */
const LONG = 120_000;

/** What can be wrong with a folder of journals, and how it is repaired. */
const FAULTS: [string, (journals: string) => () => void][] = [
  [
    "a folder of journals that is none",
    (journals) => {
      writeFileSync(journals, "");
      return () => rmSync(journals);
    },
  ],
  [
    "a journal that cannot be read",
    (journals) => {
      const journal = path.join(journals, `${newId()}.0.journal`);
      mkdirSync(journal, { recursive: true });
      return () => rmdirSync(journal);
    },
  ],
];

// A worker that stops waits for its jobs; those of other tests are not what is asked about here.
beforeEach(() => asAdmin((client) => client.query("delete from pgboss.job")));

/** A real worker where something is wrong, with a campaign that waits for it. */
async function startFaulty(fault: (journals: string) => () => void) {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const journals = path.join(sink.folder, "journal");
  const repair = fault(journals);
  return { workspace, sink, campaign, repair, journals, worker: await startWorker(sink) };
}

type Faulty = Awaited<ReturnType<typeof startFaulty>>;

/** Somebody asks for a link to sign in; a job mails it. */
async function signInMail({ workspace, sink }: Faulty): Promise<void> {
  const { ownerEmail } = workspace;
  await requestLink({ kind: "link", email: ownerEmail }, { ip: `10.1.0.${newId()}` });
  const isThere = async () =>
    existsSync(path.join(sink.folder, "index.ndjson")) &&
    (await sink.log()).some(({ to }) => to.includes(ownerEmail));
  await vi.waitFor(async () => expect(await isThere()).toBe(true), WITHIN);
}

const isWaiting = async (campaign: TestCampaign) =>
  expect(await statesOf(campaign)).toEqual({ queued: 2 });

/** Senders that have begun to live and have not ended. */
async function countLives(): Promise<number> {
  const { rows } = await asAdmin((client) =>
    client.query<{ n: number }>(
      "select count(*)::int as n from send_workers where reaped_at is null and ended_at is null",
    ),
  );
  return rows[0]?.n ?? -1;
}

test.each(FAULTS)(
  "with %s jobs run, and sending begins once it is repaired",
  async (_, fault) => {
    const faulty = await startFaulty(fault);
    const { campaign, worker, repair } = faulty;
    await signInMail(faulty);
    await isWaiting(campaign);
    expect(worker.exitCode).toBeNull();
    repair();
    await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
    expect(await statesOf(campaign)).toEqual({ accepted: 2 });
    await signInMail(faulty);
    await endWorker(worker, "SIGTERM");
    expect(worker.exitCode).toBe(0);
  },
  LONG,
);

test.each(FAULTS)(
  "with %s a worker that is stopped goes at once",
  async (_, fault) => {
    const faulty = await startFaulty(fault);
    await signInMail(faulty);
    const asked = performance.now();
    await endWorker(faulty.worker, "SIGTERM");
    expect(faulty.worker.exitCode).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(await countLives()).toBe(0);
    await isWaiting(faulty.campaign);
  },
  LONG,
);

test(
  "while sending is halted jobs run, and another life begins once it may go on",
  async () => {
    const faulty = await startFaulty((journals) => {
      mkdirSync(journals);
      const file = path.join(journals, "HALTED.json");
      writeFileSync(file, JSON.stringify({ reason: "rewound", at: new Date().toISOString() }));
      return () => rmSync(file);
    });
    await signInMail(faulty);
    await isWaiting(faulty.campaign);
    expect(await countLives()).toBe(0);
    faulty.repair();
    await vi.waitFor(() => expect(faulty.worker.exitCode).toBe(1), WITHIN);
  },
  LONG,
);
