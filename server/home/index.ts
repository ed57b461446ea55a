export type { OnboardingStep, Step } from "./onboarding.core";
export type { HomeCampaign, HomeImport, Live, Since, Today } from "./service";
