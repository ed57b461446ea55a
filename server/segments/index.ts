export {
  compileTarget,
  everybodyAt,
  FrozenTarget,
  freezeTarget,
  listTargetChoices,
  type TargetConditions,
} from "./audience";
export { type Target, targetSchema } from "./schemas";
