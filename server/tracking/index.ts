export {
  type Counted,
  countLinkClicks,
  countTouched,
  type LinkEvents,
  listPersonEvents,
  type TouchedRow,
} from "./figure-queries";
export { readClickToken, trackedLinks, untrackedLinks } from "./links";
export { isReadByPerson } from "./queries";
export type { Visit } from "./schemas";
export { takeInVisits } from "./take-in";
export { openVisitDesk, type VisitDesk, type Visitor } from "./visits";
