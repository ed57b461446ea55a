"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";
import { TextLink } from "@/app/_ui/text-link";
import { UserText } from "@/app/_ui/user-text";
import type { CampaignProgress } from "./campaign";

/** Why a campaign paused by itself, what servers answered, and what to look at before going on. */
export function BlockedBanner({ answers }: { answers: NonNullable<CampaignProgress["blocked"]> }) {
  const t = useTranslations("campaigns.report.blocked");
  return (
    <Banner tone="bad" className="mb-6" title={t("title")}>
      <p>{t("text")}</p>
      {answers.length > 0 ? (
        <>
          <p className="mt-2 font-medium text-ink">{t("answers")}</p>
          <ul>
            {answers.map(({ text, count }) => (
              <li key={text}>
                <UserText isMono className="break-words text-xs">
                  {text}
                </UserText>{" "}
                ({t("times", { count })})
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <p className="mt-2 font-medium text-ink">{t("check")}</p>
      <ul className="list-disc pl-5">
        <li>
          {t.rich("domain", {
            link: (label) => <TextLink href="/settings/sending/domains">{label}</TextLink>,
          })}
        </li>
        <li>{t("dkim")}</li>
        <li>{t("reputation")}</li>
      </ul>
    </Banner>
  );
}

/** The same when letters are handed over and nobody learns what becomes of them. */
export function UnansweredBanner() {
  const t = useTranslations("campaigns.report.unanswered");
  return (
    <Banner tone="bad" className="mb-6" title={t("title")}>
      <p>
        {t.rich("text", {
          link: (label) => <TextLink href="/settings/sending/servers">{label}</TextLink>,
        })}
      </p>
    </Banner>
  );
}
