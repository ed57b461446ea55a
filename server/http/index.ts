export { requireJson, requireSameOrigin } from "./origin";
export { type Readiness, readiness } from "./readiness";
export { errorBody, errorResponse, json } from "./respond";
