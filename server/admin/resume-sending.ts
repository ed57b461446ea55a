import { database } from "@/db/client";
import { haltOf, journalsFolder, liftHalt, putJournalsAway, reconcile } from "../delivery";
import { CommandError } from "./command";
import { asOwner } from "./owner-connection";

/**
 * `resume-sending`: after the database was put back to an earlier moment. Settles by this machine's
 * journals what had left, pauses the campaigns that were sending, and lets the sender start again.
 */
export async function resumeSendingCommand() {
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
  await putJournalsAway(journals);
  liftHalt(journals);
  return { haltedAt: halt.at, ...told };
}
