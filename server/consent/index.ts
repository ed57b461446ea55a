export { type AddressMove, followAddresses, returnAddresses } from "./addresses";
export {
  type AudienceCounts,
  type AudienceTarget,
  type AudienceVerdict,
  audienceCounts,
  judgeAudience,
  reachableContacts,
} from "./audience";
export type { Certificate } from "./certificate";
export { revertImportedConsent } from "./expire";
export {
  consentStillHolds,
  findGateFacts,
  type GateVerdict,
  type IntentAnswer,
  type IntentQuestion,
  lockForIntent,
} from "./gate";
export {
  type ConsentDecision,
  decideConsent,
  type GateFacts,
  type GateReason,
} from "./gate.core";
export {
  readUnsubscribeToken,
  SAMPLE_TOKEN,
  sampleUnsubscribeLinks,
  type UnsubscribeTarget,
  unsubscribeLinks,
} from "./links";
export {
  type ConsentOutcome,
  type PersonDeclaration,
  recordConsent,
  recordConsentBatch,
} from "./record";
export type { ConsentDeclaration } from "./schemas";
export { findSuppressed, suppress } from "./suppression";
export { suppressedSql } from "./suppression-queries";
export { listTopics, listTopicsOfPerson } from "./topic-queries";
export { createTopic } from "./topics";
export { trackablePeople } from "./tracking-queries";
export {
  actOnUnsubscribe,
  getUnsubscribeView,
  type Subscription,
  type UnsubscribeResult,
  type UnsubscribeView,
  unsubscribeOneClick,
} from "./unsubscribe";
