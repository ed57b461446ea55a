export {
  compileTarget,
  everybodyAt,
  FrozenTarget,
  freezeTarget,
  listTargetChoices,
  type TargetConditions,
} from "./audience";
export type { Condition, SegmentRule } from "./schemas";
export { type Target, targetSchema } from "./schemas";
export { createSegment } from "./service";
