import type { JobHandlers } from "../jobs";
import { inJob } from "../worker/context";
import { prepareChunk } from "./prepare";
import { startScheduled } from "./schedule";

/** @public */
export const campaignsJobs: JobHandlers = {
  "campaigns.start": async ({ workspaceId, ...planned }) =>
    inJob(workspaceId, (ctx) => startScheduled(ctx, planned)),
  "campaigns.prepare": async ({ workspaceId, campaignId }, signal) => {
    // A campaign has at most as many chunks as people; each turn commits one and moves on.
    for (let isDone = false; !isDone; ) {
      // Thrown, not returned: a returned job would count as done. The retry goes on where we stop.
      if (signal.aborted)
        throw new Error("The worker is shutting down; preparation goes on later.");
      isDone = await inJob(workspaceId, (ctx) => prepareChunk(ctx, { campaignId }));
    }
  },
};
