export {
  type Counted,
  type EventCounts,
  eventCounts,
  type LinkEvents,
  listPersonEvents,
  type VariantEvents,
} from "./figure-queries";
export { readClickToken, trackedLinks, untrackedLinks } from "./links";
export { openVisitDesk, type VisitDesk, type Visitor } from "./visits";
