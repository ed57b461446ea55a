export { createCampaign } from "./manage";
export { replayEnd, replayStart } from "./replay";
