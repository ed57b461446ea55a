export { exportDead, listDeadAfter } from "./dead-letters";
export { createCampaign } from "./manage";
export { replayEnd, replayStart } from "./replay";
export { exportRecipients, listRecipientsAfter } from "./send";
