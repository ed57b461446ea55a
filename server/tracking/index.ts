export {
  type Counted,
  countLinkClicks,
  countTouched,
  type LinkEvents,
  listPersonEvents,
  type TouchedRow,
} from "./figure-queries";
export { readClickToken, trackedLinks, untrackedLinks } from "./links";
export { openVisitDesk, type VisitDesk, type Visitor } from "./visits";
