import type { ImportChoices } from "@/server/imports";
import {
  type FieldTarget,
  type ImportPlan,
  type PlanColumn,
  TARGETS,
  type Target,
} from "@/server/imports/schemas";

/** A field a column may go to, as one value of a list. */
export type TargetId = string;

const ATTRIBUTE = "attribute:";

/** `email`, `ignore`, `attribute:size`: a target as the value of a list. */
export function idOf(target: Target): TargetId {
  return target.to === "attribute" ? `${ATTRIBUTE}${target.key}` : target.to;
}

/** Fields of this kind of file that no other column has taken. */
export function freeFields(plan: ImportPlan, column: PlanColumn): FieldTarget[] {
  const taken = new Set(
    plan.columns.filter((one) => one.column !== column.column).map((one) => idOf(one.target)),
  );
  return TARGETS[plan.kind].filter((field) => !taken.has(field));
}

export interface AttributeChoice {
  key: string;
  label: string;
  type: "text" | "number" | "boolean" | "date";
  isNew: boolean;
}

/** Attributes that exist and those this plan will make, but for those other columns have taken. */
export function freeAttributes(
  plan: ImportPlan,
  column: PlanColumn,
  choices: ImportChoices,
): AttributeChoice[] {
  if (plan.kind !== "people") return [];
  const planned = plan.columns.flatMap(({ target }): AttributeChoice[] => {
    if (target.to !== "attribute" || !target.label || !target.type) return [];
    if (choices.attributes.some((one) => one.key === target.key)) return [];
    return [{ key: target.key, label: target.label, type: target.type, isNew: true }];
  });
  const known = choices.attributes.map((one) => ({ ...one, isNew: false }));
  const taken = new Set(
    plan.columns.filter((one) => one.column !== column.column).map((one) => idOf(one.target)),
  );
  return [...known, ...planned].filter((one) => !taken.has(`${ATTRIBUTE}${one.key}`));
}

/** The target behind a value of the list. */
export function targetOf(id: TargetId, attributes: readonly AttributeChoice[]): Target {
  const attribute = attributes.find((one) => `${ATTRIBUTE}${one.key}` === id);
  if (attribute) {
    const { key, label, type, isNew } = attribute;
    return { to: "attribute", key, type, ...(isNew ? { label } : {}) };
  }
  const field = Object.values(TARGETS)
    .flat()
    .find((one) => one === id);
  return field ? { to: field } : { to: "ignore" };
}

/** `Lieblingsfarbe (neu)` → `lieblingsfarbe_neu`: the key of a new attribute, '' when none is left. */
export function keyOf(label: string): string {
  return label
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 63);
}
