"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";
import { DateTime, RelativeTime } from "@/app/_ui/time";
import type { Domain } from "../../_components/types";

/** What is to be done now, or since when all is well. */
export function StandingBanner({ domain }: { domain: Domain }) {
  const t = useTranslations("senders.domains.standing");
  const { state, maySend, graceEnd, checkedAt, verifiedAt } = domain;
  const checked = checkedAt ? (
    <span className="block">
      {t.rich("checked", { when: () => <RelativeTime at={checkedAt} /> })}
    </span>
  ) : null;
  if (state === "failing" && graceEnd) {
    return (
      <Banner
        tone={maySend ? "warn" : "bad"}
        className="mb-6"
        title={t(maySend ? "failingTitle" : "lapsedTitle")}
      >
        {t.rich(maySend ? "failingText" : "lapsedText", {
          when: () => <DateTime at={graceEnd} />,
        })}
        {checked}
      </Banner>
    );
  }
  if (state === "verified" && verifiedAt) {
    return (
      <Banner tone="ok" className="mb-6" title={t("verifiedTitle")}>
        {t.rich("verifiedText", { when: () => <DateTime at={verifiedAt} withTime={false} /> })}
        {checked}
      </Banner>
    );
  }
  return (
    <Banner className="mb-6" title={t("pendingTitle")}>
      {t("pendingText")}
      {checked}
    </Banner>
  );
}
