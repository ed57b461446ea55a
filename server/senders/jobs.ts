import type { JobHandlers } from "../jobs";
import { inJob } from "../worker/context";
import { keepFindings, listLooked, lookUp } from "./check";
import { systemDns } from "./dns";
import { enqueueDailyCheck } from "./domains";

/** @public */
export const sendersJobs: JobHandlers = {
  "senders.check": async ({ workspaceId }, signal) => {
    const domains = await inJob(workspaceId, (ctx) => listLooked(ctx));
    // The chain ends with the last domain; the next one that is added begins another.
    if (domains.length > 0) await inJob(workspaceId, enqueueDailyCheck);
    for (const domain of domains) {
      if (signal.aborted) return;
      const findings = await lookUp(systemDns, domain);
      await inJob(workspaceId, (ctx) => keepFindings(ctx, domain.id, findings));
    }
  },
};
