import type { ErrorCode } from "../kernel";
import { type ConsentPlan, type ImportPlan, type PlanColumn, TARGETS } from "./schemas";

/** What keeps a plan from being started: the field it stands at (a path into the plan) and the code. */
export interface PlanFault {
  field: string;
  code: ErrorCode;
}

export interface PlanGround {
  /** Columns of the file; '' without a header. */
  names: readonly string[];
  /** Attributes that exist, by key. */
  attributeTypes: ReadonlyMap<string, string>;
}

/** What two columns may not both go to. */
function slotOf({ target }: PlanColumn): string | null {
  if (target.to === "ignore") return null;
  return target.to === "attribute" ? `attribute ${target.key}` : target.to;
}

function isForKind(plan: ImportPlan, { target }: PlanColumn): boolean {
  if (target.to === "ignore") return true;
  if (target.to === "attribute") return plan.kind === "people";
  return TARGETS[plan.kind].includes(target.to);
}

function attributeFault(column: PlanColumn, ground: PlanGround): boolean {
  const { target } = column;
  if (target.to !== "attribute") return false;
  const known = ground.attributeTypes.get(target.key);
  if (known) return target.type !== undefined && target.type !== known;
  return target.label === undefined || target.type === undefined;
}

function columnFaults(plan: ImportPlan, ground: PlanGround): PlanFault[] {
  const taken = new Set<string>();
  return plan.columns.flatMap((column, index): PlanFault[] => {
    const slot = slotOf(column);
    const isTwice = slot !== null && taken.has(slot);
    if (slot) taken.add(slot);
    const name = ground.names[column.column];
    const isElsewhere = name === undefined || (column.name !== undefined && column.name !== name);
    const isWrong =
      isTwice || isElsewhere || !isForKind(plan, column) || attributeFault(column, ground);
    return isWrong ? [{ field: `columns.${index}`, code: "MAPPING_INVALID" }] : [];
  });
}

function evidenceFaults({ basis, evidence }: ConsentPlan): PlanFault[] {
  const missing: string[] = [];
  if (evidence.text.trim() === "") missing.push("text");
  if (evidence.source.trim() === "") missing.push("source");
  if (evidence.collectedOn === "") missing.push("collectedOn");
  if (basis === "existing_customer") {
    for (const key of ["obtainedWithSale", "similarGoods", "noticeAtCollection"] as const) {
      if (!evidence[key]) missing.push(key);
    }
  }
  return missing.map((key) => ({
    field: `consent.evidence.${key}`,
    code: "CONSENT_EVIDENCE_REQUIRED",
  }));
}

function consentFaults(plan: ImportPlan, targets: ReadonlySet<string>): PlanFault[] {
  if (plan.kind !== "people") return [];
  const { consent } = plan;
  if (consent.basis === "none") {
    // A "subscribed" column alone proves nothing.
    return targets.has("consent")
      ? [{ field: "consent.basis", code: "CONSENT_EVIDENCE_REQUIRED" }]
      : [];
  }
  const faults = evidenceFaults(consent);
  if (consent.topicIds.length === 0)
    faults.push({ field: "consent.topicIds", code: "VALUE_REQUIRED" });
  if (!targets.has("email"))
    faults.push({ field: "consent.basis", code: "MAPPING_IDENTITY_MISSING" });
  return faults;
}

/** What each kind cannot do without: who or what a row is about, and what it says of it. */
function missingFaults({ kind }: ImportPlan, targets: ReadonlySet<string>): PlanFault[] {
  if (kind === "products") {
    return targets.has("sku") ? [] : [{ field: "columns", code: "MAPPING_SKU_MISSING" }];
  }
  const faults: PlanFault[] = [];
  if (!targets.has("email") && !targets.has("externalId")) {
    faults.push({ field: "columns", code: "MAPPING_IDENTITY_MISSING" });
  }
  for (const needed of kind === "orders" ? ["orderedAt", "total"] : []) {
    if (!targets.has(needed)) faults.push({ field: needed, code: "VALUE_REQUIRED" });
  }
  return faults;
}

/**
 * Everything that keeps a plan from being started on this file; empty when it may. The wizard
 * shows each fault at its step, the start refuses with the first.
 */
export function planFaults(plan: ImportPlan, ground: PlanGround): PlanFault[] {
  const targets = new Set<string>(plan.columns.map((column) => column.target.to));
  return [
    ...columnFaults(plan, ground),
    ...missingFaults(plan, targets),
    ...consentFaults(plan, targets),
  ];
}
