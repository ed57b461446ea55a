"use client";

import { useTranslations } from "next-intl";
import { Status, type Tone } from "@/app/_ui/status";
import type { CampaignState } from "@/server/campaigns/schemas";

const TONES: Record<CampaignState, Tone> = {
  draft: "neutral",
  scheduled: "live",
  preparing: "live",
  sending: "live",
  paused: "warn",
  finished: "ok",
  cancelled: "neutral",
};

/** State of a campaign as word, icon and colour. */
export function CampaignStatus({ state }: { state: CampaignState }) {
  const t = useTranslations("campaigns.states");
  return <Status tone={TONES[state]}>{t(state)}</Status>;
}
