import type { JobHandlers } from "../jobs";
import { buildDemo } from "./build";

/** @public */
export const demoJobs: JobHandlers = {
  "demo.build": async ({ workspaceId }) => buildDemo(workspaceId),
};
