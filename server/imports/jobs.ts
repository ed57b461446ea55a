import type { JobHandlers } from "../jobs";
import { inJob } from "../worker/context";
import { discardStaleDraft } from "./drafts";
import { runImport } from "./run";
import { runUndo } from "./undo";

/** @public */
export const importsJobs: JobHandlers = {
  "imports.run": ({ workspaceId, importId }, signal) =>
    runImport({ importId, signal, inTransaction: (work) => inJob(workspaceId, work) }),
  "imports.undo": ({ workspaceId, importId }, signal) =>
    runUndo({ importId, signal, inTransaction: (work) => inJob(workspaceId, work) }),
  "imports.tidy": async ({ workspaceId }, signal) => {
    // Each in a transaction of its own: a file that is gone never belongs to a draft that is back.
    while (!signal.aborted && (await inJob(workspaceId, discardStaleDraft)));
  },
};
