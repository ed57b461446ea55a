import type { Tx } from "@/db";
import { env, logger } from "../kernel";
import { wake } from "./due-queries";
import { decideResend } from "./resend.core";
import { listUnknownSingles } from "./resend-queries";
import { LANES } from "./schemas";
import { resendMessages } from "./settle";

/**
 * Sends once more what the policy (`RESEND_UNKNOWN`) rather has twice than not at all. Returns how many.
 */
export async function resendUnknown(tx: Tx, workspaceId: string, now: Date): Promise<number> {
  const policy = env().RESEND_UNKNOWN;
  if (policy.length === 0) return 0;
  const unknown = await listUnknownSingles(tx, workspaceId, policy);
  const due = unknown.filter((one) => decideResend(one, policy, now).ok);
  if (due.length === 0) return 0;
  for (const lane of LANES) if (lane !== "campaign") await wake(tx, workspaceId, { lane });
  const messageIds = due.map((one) => one.id);
  const count = await resendMessages(tx, workspaceId, messageIds);
  logger("delivery").info(
    { workspaceId, count, messageIds },
    "unknown messages are sent once more",
  );
  return count;
}
