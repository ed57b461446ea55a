import type pg from "pg";
import { database } from "@/db/client";
import {
  folderName,
  haltOf,
  journalsFolder,
  liftHalt,
  listUnheard,
  noteReconciled,
  putJournalsAway,
  reconcile,
} from "../delivery";
import { CommandError, readOptions } from "./command";
import { asOwner } from "./owner-connection";
import { loseSchedules } from "./settle-restored";

/** Letters that are only being made cannot be held against a journal; the jobs that make them run meanwhile. */
async function requirePrepared(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select name from campaigns where state = 'preparing' order by name",
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name).join(", ");
  throw new CommandError(
    "PREPARING",
    `Campaigns are being prepared (${names}). Run this again when they are ready, or cancel them.`,
  );
}

/** Returns how many campaigns wait now for somebody to look at them and resume or schedule them. */
async function pauseAll(client: pg.Client): Promise<number> {
  // Due since the moment that the database was put back to: it may have been sent.
  const unscheduled = await loseSchedules(client, "due");
  const paused = await client.query(
    "update campaigns set state = 'paused', pause_reason = 'restored' where state = 'sending'",
  );
  await requirePrepared(client);
  return unscheduled + (paused.rowCount ?? 0);
}

/**
 * `resume-sending [--without <host>]`: after the database was put back to an earlier moment. Settles by
 * this machine's journals what had left and pauses the campaigns that were sending; those that were due lately
 * have to be scheduled again. The sender starts
 * again once that is done for every machine that has sent lately: until then `waitingFor` names the
 * others, and the command is run again. `--without` leaves out one whose journals are lost.
 */
export async function resumeSendingCommand(args: readonly string[]) {
  const { without } = readOptions(args, { required: [], optional: ["without"] });
  const journals = journalsFolder();
  const halt = haltOf(journals);
  if (!halt) throw new CommandError("NOT_HALTED", "Sending is not halted.");
  const told = await reconcile({
    journals,
    inWorkspace: database().inWorkspace,
    pauseAll: () => asOwner(pauseAll),
  });
  const waitingFor = await asOwner(async (client) => {
    await noteReconciled(client, { journals: folderName(journals) });
    if (without) await noteReconciled(client, { host: without });
    return listUnheard(client);
  });
  if (waitingFor.length === 0) {
    await putJournalsAway(journals);
    liftHalt(journals);
  }
  return { haltedAt: halt.at, ...told, waitingFor, isResumed: waitingFor.length === 0 };
}
