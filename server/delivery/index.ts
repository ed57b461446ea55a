export { countDeadLetters, listDeadLetters } from "./dead-letters";
export { wake as wakeSender } from "./due-queries";
export { composeFile } from "./eml";
export { halt, haltOf, liftHalt } from "./halt";
export { journalsFolder } from "./journal";
export { folderName, putJournalsAway } from "./journal-files";
export { listUnheard, noteReconciled } from "./machines";
export { type Audience, materialise } from "./materialise";
export type { Letter } from "./mime";
export { readMoment } from "./moment";
export { planPreparing, planStart } from "./planned";
export { countStates, type Progress, progressOf, waitingOf } from "./progress";
export { listRecipients } from "./recipients";
export { reconcile } from "./reconcile";
export { listReplayed, type ReplayedResult, replayResults } from "./replay";
export { LocalTime, sendWindowSchema } from "./schemas";
export { type Sender, startSender } from "./sender";
export type { SenderPorts } from "./sender-ports";
export {
  countFailures,
  countUnknown,
  listBlockedAnswers,
  listBrandsOf,
  type Picked,
  retryMessages,
  settleMessages,
} from "./settle";
export { type Sign, signInPool } from "./signing";
export { type SystemMail, sendSystemMail } from "./system-mail";
export {
  beginOf,
  type Hour,
  type HoursAhead,
  hourOf,
  hoursAhead,
  type Timing,
} from "./timing.core";
export { openWays } from "./ways";
