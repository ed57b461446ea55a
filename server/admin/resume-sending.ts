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

/**
 * `resume-sending [--without <host>]`: after the database was put back to an earlier moment. Settles by
 * this machine's journals what had left and pauses the campaigns that were sending. The sender starts
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
    pauseAll: async () => {
      const paused = await asOwner((client) =>
        client.query(
          "update campaigns set state = 'paused', pause_reason = 'restored' where state = 'sending'",
        ),
      );
      return paused.rowCount ?? 0;
    },
  });
  const unheard = await asOwner(async (client) => {
    await noteReconciled(client, folderName(journals));
    return listUnheard(client);
  });
  const waitingFor = unheard.filter((host) => host !== without);
  if (waitingFor.length === 0) {
    await putJournalsAway(journals);
    liftHalt(journals);
  }
  return { haltedAt: halt.at, ...told, waitingFor, isResumed: waitingFor.length === 0 };
}
