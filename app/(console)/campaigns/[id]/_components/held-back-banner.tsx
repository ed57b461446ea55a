"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";
import { TextLink } from "@/app/_ui/text-link";
import { RelativeTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import type { CampaignProgress } from "./campaign";

type HeldBack = NonNullable<CampaignProgress["heldBackBy"]>;

const REMEDIES = {
  sender_unverified: "/settings/sending/domains",
  servers_paused: "/settings/sending/servers",
} as const;

/** Why nothing leaves although the campaign is sending, since when, and where that is put right. */
export function HeldBackBanner({ by }: { by: HeldBack }) {
  const t = useTranslations("campaigns.report.heldBack");
  return (
    <Banner tone={by.by === "warm_up" ? "info" : "warn"} className="mb-6" title={<Title by={by} />}>
      <Reason by={by} />
      {"since" in by ? (
        <p>{t.rich("since", { moment: () => <RelativeTime at={by.since} /> })}</p>
      ) : null}
    </Banner>
  );
}

function Title({ by }: { by: HeldBack }) {
  const t = useTranslations("campaigns.report.heldBack");
  if (by.by !== "warm_up") return t(`${by.by}.title`);
  return t.rich("warm_up.title", { domain: () => <UserText>{by.domain}</UserText> });
}

function Reason({ by }: { by: HeldBack }) {
  const t = useTranslations("campaigns.report.heldBack");
  const servers = useTranslations("senders.servers");
  switch (by.by) {
    case "sender_unverified":
    case "servers_paused":
      return (
        <p>
          {t.rich(`${by.by}.text`, {
            link: (label) => <TextLink href={REMEDIES[by.by]}>{label}</TextLink>,
          })}
        </p>
      );
    case "servers_unusable":
      return (
        <>
          <p className="break-words">
            {by.serverName ? (
              <>
                <UserText>{by.serverName}</UserText>
                {": "}
                {servers(`tests.${by.step}`)}
              </>
            ) : (
              t("servers_unusable.operator")
            )}
          </p>
          <p>
            {t.rich("servers_unusable.text", {
              link: (label) => <TextLink href="/settings/sending/servers">{label}</TextLink>,
            })}
          </p>
        </>
      );
    case "warm_up":
      return (
        <p>
          {t.rich("warm_up.text", {
            limit: by.limit,
            link: (label) => <TextLink href="/settings/sending/domains">{label}</TextLink>,
          })}
        </p>
      );
    case "letter_unreadable":
    case "no_sender":
      return <p>{t(`${by.by}.text`)}</p>;
    case "lane_failing":
      return <p>{t("lane_failing.text", { code: by.code })}</p>;
    default: {
      const never: never = by;
      return never;
    }
  }
}
