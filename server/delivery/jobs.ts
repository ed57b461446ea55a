import type { JobHandlers } from "../jobs";
import { inJob } from "../worker/context";
import { sendTestLetter } from "./test-send";

/** @public */
export const deliveryJobs: JobHandlers = {
  "delivery.test-send": ({ workspaceId, testSendId }) =>
    sendTestLetter((work) => inJob(workspaceId, work), testSendId),
};
