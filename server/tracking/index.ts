export { readClickToken, trackedLinks, untrackedLinks } from "./links";
export { openVisitDesk, type VisitDesk, type Visitor } from "./visits";
