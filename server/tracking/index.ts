export { readClickToken, trackedLinks, untrackedLinks } from "./links";
