export type { PersonTopic } from "./consent";
export type { TimelineItem } from "./timeline";
