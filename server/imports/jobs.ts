import type { JobHandlers } from "../jobs";
import { inJob } from "../worker/context";
import { runImport } from "./run";
import { runUndo } from "./undo";

/** @public */
export const importsJobs: JobHandlers = {
  "imports.run": ({ workspaceId, importId }, signal) =>
    runImport({ importId, signal, inTransaction: (work) => inJob(workspaceId, work) }),
  "imports.undo": ({ workspaceId, importId }, signal) =>
    runUndo({ importId, signal, inTransaction: (work) => inJob(workspaceId, work) }),
};
