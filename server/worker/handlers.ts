import { authJobs } from "../auth/jobs";
import { campaignsJobs } from "../campaigns/jobs";
import { deliveryJobs } from "../delivery/jobs";
import { demoJobs } from "../demo/jobs";
import { importsJobs } from "../imports/jobs";
import type { JobHandlers } from "../jobs";
import { sendersJobs } from "../senders/jobs";

/** Every job handler of the product, one line per domain. */
export const handlers: JobHandlers = {
  ...authJobs,
  ...campaignsJobs,
  ...deliveryJobs,
  ...demoJobs,
  ...importsJobs,
  ...sendersJobs,
};
