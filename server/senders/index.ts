export { isPublicAddress } from "./address.core";
export { stepOfReply, type TroubleStep } from "./connection.core";
export { type Failing, type HeldBack, type Holds, readHolds } from "./held-back";
export {
  openServerOf,
  openSigner,
  type PlannedServer,
  type PlannedSigner,
  readSendingPlan,
  type SendingPlan,
} from "./plan";
export { type DomainDay, reserveSent, returnSent } from "./quota";
export { resolvePublic, type Target } from "./resolve";
export { type Route, routeFor } from "./routes.core";
export { pauseServer } from "./servers";
export {
  clearTrouble,
  LETTER_UNREADABLE,
  noteTrouble,
  type Trouble,
  type TroubleKey,
  troubleStepOf,
} from "./troubles";
export { leavesMachine, verifiedSender } from "./verified";
export { type WarmUpPlan, warmUpLimit } from "./warm-up.core";
