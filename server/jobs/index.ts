export type { JobHandler, JobHandlers, JobName, JobPayload } from "./catalogue";
export { enqueue, startWorking } from "./queue";
