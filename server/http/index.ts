export { readForm } from "./form";
export { asMachine, readJson } from "./machine";
export { requireJson, requireSameOrigin } from "./origin";
export { servePicture } from "./picture";
export { type PublicBrand, renderPublicPage } from "./public-page";
export { type Readiness, readiness } from "./readiness";
export { asRecipient } from "./recipient";
export { errorBody, errorResponse, json } from "./respond";
export { followLink, servePixel } from "./tracking";
