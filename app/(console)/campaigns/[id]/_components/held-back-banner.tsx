"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";
import { TextLink } from "@/app/_ui/text-link";

/** Why nothing leaves although the campaign is sending: all servers it may go over are paused. */
export function HeldBackBanner() {
  const t = useTranslations("campaigns.report.heldBack");
  return (
    <Banner tone="warn" className="mb-6" title={t("title")}>
      <p>
        {t.rich("text", {
          link: (label) => <TextLink href="/settings/sending/servers">{label}</TextLink>,
        })}
      </p>
    </Banner>
  );
}
