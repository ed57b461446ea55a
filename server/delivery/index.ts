export type { SenderPorts } from "./carrier";
export { wake as wakeSender } from "./due-queries";
export { composeFile } from "./eml";
export { halt, haltOf, liftHalt } from "./halt";
export { journalsFolder } from "./journal";
export { folderName, putJournalsAway } from "./journal-files";
export { listUnheard, noteReconciled } from "./machines";
export { type Audience, materialise } from "./materialise";
export type { Letter } from "./mime";
export { type Progress, progressOf } from "./progress";
export { listRecipients } from "./recipients";
export { reconcile } from "./reconcile";
export { listReplayed, type ReplayedResult, replayResults } from "./replay";
export { type Sender, startSender } from "./sender";
export {
  countFailures,
  countUnknown,
  listBlockedAnswers,
  type Picked,
  retryMessages,
  settleMessages,
} from "./settle";
export { type SystemMail, sendSystemMail } from "./system-mail";
export { openWays } from "./ways";
