export { isPublicAddress } from "./address.core";
export {
  openServerOf,
  openSigner,
  type PlannedServer,
  type PlannedSigner,
  readSendingPlan,
  type SendingPlan,
} from "./plan";
export { resolvePublic, type Target } from "./resolve";
export { type Route, routeFor } from "./routes.core";
export { leavesMachine, verifiedSender } from "./verified";
export { type WarmUpPlan, warmUpLimit } from "./warm-up.core";
