export { isPublicAddress } from "./address.core";
export { type HeldBack, heldBackBy } from "./held-back";
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
export { leavesMachine, verifiedSender } from "./verified";
export { dayOf } from "./warm-up";
export { type WarmUpPlan, warmUpLimit } from "./warm-up.core";
