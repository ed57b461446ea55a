import type { Ctx } from "../kernel";
import * as queries from "./domain-queries";
import { standingOf } from "./findings";
import { hasRealServer } from "./installation";
import { hasOwnServer } from "./server-queries";
import { domainsAbove, graceEnd, maySendFrom } from "./state.core";

type Place = Pick<Ctx, "db" | "workspaceId" | "now">;

/**
 * The domain that stands for a From address: its own or one above it, the nearest that may be sent
 * from now. `graceEnd` is set while its record is gone: until then mail goes on. Null when there is
 * none.
 */
export async function verifiedSender(
  { db, workspaceId, now }: Place,
  email: string,
): Promise<{ id: string; domain: string; graceEnd: Date | null } | null> {
  const rows = await queries.listNamed(db, workspaceId, domainsAbove(email));
  const row = rows.find((one) => maySendFrom(standingOf(one), now));
  return row ? { id: row.id, domain: row.domain, graceEnd: graceEnd(standingOf(row)) } : null;
}

/**
 * Whether mail of the workspace leaves this machine: the installation has a mail server other than the
 * local mailbox, or the workspace has one of its own.
 */
export async function leavesMachine({ db, workspaceId }: Place): Promise<boolean> {
  return hasRealServer() || (await hasOwnServer(db, workspaceId));
}
