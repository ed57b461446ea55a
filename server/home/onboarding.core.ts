/** The way to the first letter, in the order in which it is gone. */
export const STEPS = ["entity", "topic", "people", "letter", "test", "send"] as const;
export type Step = (typeof STEPS)[number];

/** What exists in a workspace; each step is done exactly when its object is there. */
export interface OnboardingFacts {
  isImprintComplete: boolean;
  hasTopic: boolean;
  hasPeople: boolean;
  /** The draft that was changed last, the place of the next steps; null without any campaign. */
  campaignId: string | null;
  hasTestArrived: boolean;
  hasSent: boolean;
}

export interface OnboardingStep {
  step: Step;
  isDone: boolean;
  /** Where the step is taken, or where its object is looked at. */
  href: string;
}

/** The checklist: every step with its state and its place. */
export function onboarding(facts: OnboardingFacts): OnboardingStep[] {
  const letter = facts.campaignId ? `/campaigns/${facts.campaignId}` : "/campaigns";
  return [
    { step: "entity", isDone: facts.isImprintComplete, href: "/settings/entity" },
    { step: "topic", isDone: facts.hasTopic, href: "/consent" },
    {
      step: "people",
      isDone: facts.hasPeople,
      href: facts.hasPeople ? "/contacts" : "/contacts/import",
    },
    { step: "letter", isDone: facts.campaignId !== null, href: letter },
    { step: "test", isDone: facts.hasTestArrived, href: letter },
    { step: "send", isDone: facts.hasSent, href: letter },
  ];
}
