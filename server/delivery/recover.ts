import type { Tx } from "@/db";
import { logger } from "../kernel";
import { listWorkspaces, wake } from "./due-queries";
import { type JournalContent, keyOf } from "./journal.core";
import {
  forgetOld,
  type LeftJournal,
  leftJournals,
  readEnd,
  readLeft,
  setAside,
} from "./journal-files";
import { moveMessages } from "./move-queries";
import { decideLate, decideRecovery, silenceAbout } from "./recover.core";
import { countsOf } from "./recover-counts";
import {
  listHeldBy,
  listUnknownOf,
  type Orphaned,
  reopenCampaigns,
  type UnknownOf,
} from "./recover-queries";
import { giveBackCounts, type Result, writeResults } from "./results";
import { requireRemembered } from "./rewind";
import { LANES } from "./schemas";
import {
  endExpired,
  endWorker,
  hasEnded,
  listUnreaped,
  lockWorker,
  noteReaped,
} from "./worker-queries";

export interface RecoveryPorts {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  inPlatform<T>(scope: object, work: (tx: Tx) => Promise<T>): Promise<T>;
  now(): Date;
  workerId: string;
  /** Where this machine's workers keep their journals. */
  journals: string;
}

const log = () => logger("delivery");
/** More chunks than any worker can hold. */
const MOST_TURNS = 1_000;

interface Dead {
  workerId: string;
  journal: (JournalContent & Pick<LeftJournal, "standing">) | null;
}

/**
 * Takes back the next of what one dead worker holds in one workspace, with all that follows from an
 * answer its journal knows. Returns how much it found: what an intent of its last moment moved on
 * meanwhile is found again, as it is then.
 */
function takeBack(ports: RecoveryPorts, workspaceId: string, dead: Dead): Promise<number> {
  const { workerId, journal } = dead;
  return ports.inWorkspace(workspaceId, async (tx) => {
    const orphans = await listHeldBy(tx, workspaceId, workerId);
    if (orphans.length === 0) return 0;
    const now = ports.now();
    const counts = await countsOf(tx, workspaceId, { orphans, now });
    const results = orphans.map((orphan, at): Result => {
      const { lane, campaignId, address } = orphan;
      const entry = journal?.entries.get(keyOf(orphan));
      const change = decideRecovery(orphan, entry, silenceAbout(orphan, journal));
      return { ...change, lane, campaignId, address, counted: counts[at] ?? null };
    });
    await writeResults(tx, workspaceId, { workerId, results, now });
    for (const lane of LANES) await wake(tx, workspaceId, { lane });
    return results.length;
  });
}

/** What a dead worker sent in a workspace and nobody knows of, page by page. */
async function* unknownOf(
  ports: RecoveryPorts,
  workspaceId: string,
  workerId: string,
): AsyncGenerator<UnknownOf[]> {
  const pageAfter = (after: string | null) =>
    ports.inWorkspace(workspaceId, (tx) => listUnknownOf(tx, workspaceId, { workerId, after }));
  let page = await pageAfter(null);
  while (page.length > 0) {
    yield page;
    page = await pageAfter(page.at(-1)?.id ?? null);
  }
}

/** Settles by the journal what was called unknown. */
function settle(
  ports: RecoveryPorts,
  workspaceId: string,
  { workerId, journal, unknown }: Dead & { unknown: readonly UnknownOf[] },
): Promise<void> {
  const results = unknown.flatMap((one): Result[] => {
    const { lane, campaignId, address } = one;
    const entry = journal?.entries.get(keyOf(one));
    const change = decideLate(one, entry, silenceAbout(one, journal));
    return change ? [{ ...change, lane, campaignId, address, counted: null }] : [];
  });
  const again = results.filter(({ event }) => event === "proved_unwritten");
  return ports.inWorkspace(workspaceId, async (tx) => {
    // Before the campaigns' rows, as a sweep does it: one that would finish such a campaign comes before
    // this, or waits and then sees what is queued here.
    for (const lane of new Set(again.map((one) => one.lane))) await wake(tx, workspaceId, { lane });
    const moved = await writeResults(tx, workspaceId, { workerId, results, now: ports.now() });
    const open = results.filter((one, at) => moved[at] && again.includes(one));
    const campaignIds = [...new Set(open.flatMap((one) => one.campaignId ?? []))];
    if (campaignIds.length > 0) await reopenCampaigns(tx, workspaceId, campaignIds);
  });
}

async function settleAll(ports: RecoveryPorts, workspaceId: string, dead: Dead): Promise<void> {
  for await (const unknown of unknownOf(ports, workspaceId, dead.workerId)) {
    await settle(ports, workspaceId, { ...dead, unknown });
  }
}

/**
 * Gives back what this worker was given in a workspace and does not know of: the answer to a claim's
 * commit was lost with its connection. Only while it holds nothing there.
 */
export async function giveBackUnknown(ports: RecoveryPorts, workspaceId: string): Promise<void> {
  const { workerId } = ports;
  await ports.inWorkspace(workspaceId, async (tx) => {
    // A claim holds this row: one that is still being committed is waited for.
    await lockWorker(tx, workerId);
    const held = await listHeldBy(tx, workspaceId, workerId);
    const claimed = held.filter((one) => one.state === "claimed");
    if (claimed.length === 0) return;
    const counts = await countsOf(tx, workspaceId, { orphans: claimed, now: ports.now() });
    const changes = claimed.map(({ contactId, id, fence }, at) => {
      const counted = counts[at] ?? null;
      return { contactId, id, fence, event: "released", isFree: true, counted } as const;
    });
    const moved = await moveMessages(tx, workspaceId, { workerId, changes });
    for (const lane of LANES) await wake(tx, workspaceId, { lane });
    const given = changes.filter((_, at) => moved[at]);
    await giveBackCounts(tx, workspaceId, given);
    log().warn(
      { workspaceId, count: changes.length },
      "claims whose answer was lost are given back",
    );
  });
}

/** What its journal says of what a dead worker still holds, and of what was called unknown for it. */
async function readHeld(
  ports: RecoveryPorts,
  workspaceIds: readonly string[],
  left: LeftJournal,
): Promise<JournalContent> {
  const { workerId } = left;
  const wanted = new Set<string>();
  let since = Infinity;
  const want = (one: Orphaned | UnknownOf): void => {
    wanted.add(keyOf(one));
    since = Math.min(since, one.intentAt ?? 0);
  };
  for (const workspaceId of workspaceIds) {
    const held = await ports.inWorkspace(workspaceId, (tx) =>
      listHeldBy(tx, workspaceId, workerId),
    );
    // Before its intent nothing can have left.
    held.filter((one) => one.state === "in_flight").forEach(want);
    for await (const page of unknownOf(ports, workspaceId, workerId)) page.forEach(want);
  }
  return readLeft(left, wanted, since);
}

/** Takes back all that a dead worker holds in a workspace; returns how much it was. */
async function takeAll(ports: RecoveryPorts, workspaceId: string, dead: Dead): Promise<number> {
  let count = 0;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const taken = await takeBack(ports, workspaceId, dead);
    if (taken === 0) return count;
    count += taken;
  }
  throw new Error("What a dead worker holds does not become less.");
}

async function recoverWorker(
  ports: RecoveryPorts,
  workerId: string,
  left: LeftJournal | undefined,
): Promise<void> {
  const said = left ? await readEnd(left) : null;
  if (said) await requireRemembered(ports, { workerId }, said);
  // From here on it takes and writes nothing more.
  await ports.inPlatform({}, (tx) => endWorker(tx, workerId));
  const open = await ports.inPlatform({}, listWorkspaces);
  const workspaceIds = [...new Set([...open, ...(said?.workspaces ?? [])])];
  const content = left ? await readHeld(ports, workspaceIds, left) : null;
  const journal = left && content ? { ...content, standing: left.standing } : null;
  const dead: Dead = { workerId, journal };
  let count = 0;
  for (const workspaceId of workspaceIds) {
    count += await takeAll(ports, workspaceId, dead);
    if (left) await settleAll(ports, workspaceId, dead);
  }
  await ports.inPlatform({}, (tx) => noteReaped(tx, workerId));
  if (left) await setAside(left);
  log().info({ deadWorker: workerId, count, hasJournal: left !== undefined }, "taken back");
}

/**
 * Reads the journals of this machine's dead workers at once, without waiting for their leases.
 * Throws DatabaseRewound when one of them has heard more from the database than it knows itself.
 */
export async function recoverLocal(ports: RecoveryPorts): Promise<void> {
  for (const left of await leftJournals(ports.journals, ports.workerId)) {
    // Whether those live nobody here can see.
    if (left.standing === "out of sight") continue;
    await recoverWorker(ports, left.workerId, left);
  }
}

/** Declares dead whoever has not been heard of, on any machine, and takes back what they held. */
export async function recoverExpired(ports: RecoveryPorts): Promise<void> {
  await ports.inPlatform({}, endExpired);
  const dead = new Set(await ports.inPlatform({}, listUnreaped));
  const journals = await leftJournals(ports.journals, ports.workerId);
  for (const { workerId, standing } of journals) {
    // Taken back by another machine, to which its journal was not known.
    const isOver = standing === "out of sight" && !dead.has(workerId);
    if (isOver && (await ports.inPlatform({}, (tx) => hasEnded(tx, workerId)))) dead.add(workerId);
  }
  for (const workerId of dead) {
    await recoverWorker(
      ports,
      workerId,
      journals.find((left) => left.workerId === workerId),
    );
  }
  if (dead.size > 0) await forgetOld(ports.journals, ports.now());
}
