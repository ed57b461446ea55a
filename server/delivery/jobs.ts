import type { JobHandlers } from "../jobs";
import { inJob } from "../worker/context";
import { sendTestLetter } from "./test-send";
import { takeUse } from "./use";

/** @public */
export const deliveryJobs: JobHandlers = {
  "delivery.test-send": ({ workspaceId, testSendId }) =>
    sendTestLetter((work) => inJob(workspaceId, work), testSendId),
  "delivery.used": (use) => inJob(use.workspaceId, (ctx) => takeUse(ctx, use)),
};
