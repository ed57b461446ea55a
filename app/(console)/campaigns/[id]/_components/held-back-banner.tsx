"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";
import { TextLink } from "@/app/_ui/text-link";
import type { CampaignProgress } from "./campaign";

const REMEDIES = {
  sender_unverified: "/settings/sending/domains",
  servers_paused: "/settings/sending/servers",
} as const;

/** Why nothing leaves although the campaign is sending, and where that is put right. */
export function HeldBackBanner({ by }: { by: NonNullable<CampaignProgress["heldBackBy"]> }) {
  const t = useTranslations("campaigns.report.heldBack");
  return (
    <Banner tone="warn" className="mb-6" title={t(`${by}.title`)}>
      <p>
        {t.rich(`${by}.text`, {
          link: (label) => <TextLink href={REMEDIES[by]}>{label}</TextLink>,
        })}
      </p>
    </Banner>
  );
}
