import type { Tx } from "@/db";
import { logger } from "../kernel";
import { listWorkspaces, wake } from "./due-queries";
import { forgetOld, type LeftJournal, leftJournals, readLeft, setAside } from "./journal";
import { type JournalContent, keyOf } from "./journal.core";
import { moveMessages } from "./move-queries";
import { decideRecovery, type Silence } from "./recover.core";
import { LANES } from "./schemas";
import { listHeldBy } from "./sweep-queries";
import {
  endExpired,
  endWorker,
  findBeat,
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

/** The database knows less than a journal: it was put back, or a failover lost commits. */
export class DatabaseRewound extends Error {
  override readonly name = "DatabaseRewound";
}

const log = () => logger("delivery");
/** More chunks than any worker can hold. */
const MOST_TURNS = 1_000;

interface Dead {
  workerId: string;
  content: JournalContent | null;
  silence: Silence;
}

/**
 * Takes back the next of what one dead worker holds in one workspace. Returns how much it found: what an
 * intent of its last moment moved on meanwhile is found again, as it is then.
 */
function takeBack(ports: RecoveryPorts, workspaceId: string, dead: Dead): Promise<number> {
  const { workerId, content, silence } = dead;
  return ports.inWorkspace(workspaceId, async (tx) => {
    const orphans = await listHeldBy(tx, workspaceId, workerId);
    const changes = orphans.map((orphan) =>
      decideRecovery(orphan, content?.entries.get(keyOf(orphan)), silence),
    );
    if (changes.length === 0) return 0;
    await moveMessages(tx, workspaceId, { workerId, changes });
    for (const lane of LANES) await wake(tx, workspaceId, { lane });
    return changes.length;
  });
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
    const changes = held
      .filter((one) => one.state === "claimed")
      .map(
        ({ contactId, id, fence }) =>
          ({ contactId, id, fence, event: "released", isFree: true }) as const,
      );
    if (changes.length === 0) return;
    await moveMessages(tx, workspaceId, { workerId, changes });
    for (const lane of LANES) await wake(tx, workspaceId, { lane });
    log().warn(
      { workspaceId, count: changes.length },
      "claims whose answer was lost are given back",
    );
  });
}

/** What its journal says of what a dead worker still holds. */
async function readHeld(
  ports: RecoveryPorts,
  workspaceIds: readonly string[],
  left: LeftJournal,
): Promise<JournalContent> {
  const wanted = new Set<string>();
  for (const workspaceId of workspaceIds) {
    const held = await ports.inWorkspace(workspaceId, (tx) =>
      listHeldBy(tx, workspaceId, left.workerId),
    );
    for (const orphan of held) wanted.add(keyOf(orphan));
  }
  return readLeft(left, wanted);
}

async function recoverWorker(
  ports: RecoveryPorts,
  workerId: string,
  left: LeftJournal | undefined,
): Promise<void> {
  // From here on it takes and writes nothing more.
  await ports.inPlatform({}, (tx) => endWorker(tx, workerId));
  const workspaceIds = await ports.inPlatform({}, listWorkspaces);
  const content = left ? await readHeld(ports, workspaceIds, left) : null;
  const silence: Silence = left?.isComplete ? "proves" : "proves nothing";
  let count = 0;
  for (const workspaceId of workspaceIds) {
    for (let turn = 0, taken = -1; taken !== 0; turn += 1, count += taken) {
      if (turn > MOST_TURNS) throw new Error("What a dead worker holds does not become less.");
      taken = await takeBack(ports, workspaceId, { workerId, content, silence });
    }
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
    const { beat } = await readLeft(left, new Set());
    const known = await ports.inPlatform({}, (tx) => findBeat(tx, left.workerId));
    if (known === null ? beat > 0 : known < beat) throw new DatabaseRewound();
    await recoverWorker(ports, left.workerId, left);
  }
}

/** Declares dead whoever has not been heard of, on any machine, and takes back what they held. */
export async function recoverExpired(ports: RecoveryPorts): Promise<void> {
  await ports.inPlatform({}, endExpired);
  const dead = await ports.inPlatform({}, listUnreaped);
  if (dead.length === 0) return;
  const journals = await leftJournals(ports.journals, ports.workerId);
  for (const workerId of dead) {
    await recoverWorker(
      ports,
      workerId,
      journals.find((left) => left.workerId === workerId),
    );
  }
  await forgetOld(ports.journals, ports.now());
}
