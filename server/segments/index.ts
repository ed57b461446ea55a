export {
  compileTarget,
  FrozenTarget,
  freezeTarget,
  listTargetChoices,
  Target,
  type TargetConditions,
} from "./audience";
