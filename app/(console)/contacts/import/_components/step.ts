import type { ImportChoices } from "@/server/imports";
import type { ImportPlan, PlanColumn } from "@/server/imports/schemas";
import type { Draft } from "./use-draft";

/** What every step of the wizard gets. */
export interface StepProps {
  draft: Draft;
  choices: ImportChoices;
  /** Tells the wizard whether Continue may be pressed. */
  onReady: (isReady: boolean) => void;
}

/** The plan with one column changed. */
export function withColumn(plan: ImportPlan, changed: PlanColumn): ImportPlan {
  return {
    ...plan,
    columns: plan.columns.map((one) => (one.column === changed.column ? changed : one)),
  };
}

/** The column that says who agreed, or undefined. */
export function consentColumn(plan: ImportPlan): PlanColumn | undefined {
  return plan.columns.find((one) => one.target.to === "consent");
}
