"use client";

import {
  CalendarX,
  CirclePause,
  FileWarning,
  Hourglass,
  type LucideIcon,
  MailQuestionMark,
  MailX,
  Scale,
  ShieldAlert,
  Stamp,
  Unplug,
} from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useErrorText } from "@/app/_ui/error-text";
import { Section } from "@/app/_ui/section";
import { TextLink } from "@/app/_ui/text-link";
import { UserText } from "@/app/_ui/user-text";
import type { Today } from "@/server/home";

interface NeedsMeProps {
  needsMe: Today["needsMe"];
  withImprints: boolean;
}

/** What does not go on by itself; each line leads to where it is solved. */
export function NeedsMe({ needsMe, withImprints }: NeedsMeProps) {
  const t = useTranslations("home.needs");
  const errorText = useErrorText();
  return (
    <Section
      title={t("title")}
      actions={
        needsMe.failedCampaigns.length + needsMe.unknownCampaigns.length > 0 ? (
          <TextLink href="/campaigns/undelivered">{t("undelivered")}</TextLink>
        ) : null
      }
    >
      <ul className="divide-y divide-line rounded-md border bg-surface">
        {(withImprints ? needsMe.imprints : []).map((imprint) => (
          <Line
            key={imprint.brandName}
            icon={Scale}
            href="/settings/entity"
            title={t.rich("imprint", { brand: () => <UserText>{imprint.brandName}</UserText> })}
            text={t("imprintText", { count: imprint.missing.length })}
          />
        ))}
        {needsMe.reviews.map((campaign) => (
          <Line
            key={`review ${campaign.id}`}
            icon={Stamp}
            href={`/campaigns/${campaign.id}`}
            title={t.rich("review", { campaign: () => <UserText>{campaign.name}</UserText> })}
            text={t("reviewText")}
          />
        ))}
        {needsMe.failedStarts.map((campaign) => (
          <Line
            key={`start ${campaign.id}`}
            icon={CalendarX}
            href={`/campaigns/${campaign.id}`}
            title={t.rich(campaign.code === "GONE_BEFORE_RESTORE" ? "hasGone" : "failedStart", {
              campaign: () => <UserText>{campaign.name}</UserText>,
            })}
            text={errorText(campaign.code)}
          />
        ))}
        {needsMe.failedCampaigns.map((campaign) => (
          <Line
            key={`failed ${campaign.id}`}
            icon={MailX}
            href={`/campaigns/${campaign.id}`}
            title={t.rich("failed", {
              count: campaign.failed,
              campaign: () => <UserText>{campaign.name}</UserText>,
            })}
            text={t("failedText")}
          />
        ))}
        {needsMe.unknownCampaigns.map((campaign) => (
          <Line
            key={campaign.id}
            icon={MailQuestionMark}
            href={`/campaigns/${campaign.id}`}
            title={t.rich("unknown", {
              count: campaign.unknown,
              campaign: () => <UserText>{campaign.name}</UserText>,
            })}
            text={t("unknownText")}
          />
        ))}
        {needsMe.failing.map((one) => (
          <FailingLine key={`${one.subject} ${one.id}`} failing={one} />
        ))}
        {needsMe.blockedSingles > 0 ? (
          <Line
            icon={ShieldAlert}
            href="/settings/sending/domains"
            title={t("blockedSingles", { count: needsMe.blockedSingles })}
            text={t("blockedSinglesText")}
          />
        ) : null}
        {needsMe.pausedCampaigns.map((campaign) => (
          <Line
            key={campaign.id}
            icon={CirclePause}
            href={`/campaigns/${campaign.id}`}
            title={t.rich(
              byItself(campaign.pauseReason) ? "selfPausedCampaign" : "pausedCampaign",
              { campaign: () => <UserText>{campaign.name}</UserText> },
            )}
            text={t(byItself(campaign.pauseReason) ?? "pausedCampaignText", {
              done: campaign.done,
              total: campaign.total,
            })}
          />
        ))}
        {needsMe.heldBackCampaigns.map((campaign) => (
          <Line
            key={`held back ${campaign.id}`}
            icon={Hourglass}
            href={`/campaigns/${campaign.id}`}
            title={t.rich("heldBackCampaign", {
              campaign: () => <UserText>{campaign.name}</UserText>,
            })}
            text={t(HELD_BACK[campaign.heldBackBy.by], {
              done: campaign.done,
              total: campaign.total,
            })}
          />
        ))}
        {needsMe.imports.map((one) => (
          <Line
            key={one.id}
            icon={FileWarning}
            href={`/contacts/import/${one.id}`}
            title={t.rich(one.state === "failed" ? "failedImport" : "pausedImport", {
              file: () => <UserText>{one.fileName}</UserText>,
            })}
            text={
              <>
                {one.errorCode ? errorText(one.errorCode) : t("importText")}
                {one.errorRow ? ` ${t("row", { row: one.errorRow })}` : null}
              </>
            }
          />
        ))}
      </ul>
    </Section>
  );
}

/** What keeps mail from leaving, whatever campaign it is of. */
function FailingLine({ failing }: { failing: Today["needsMe"]["failing"][number] }) {
  const t = useTranslations("home.needs");
  const servers = useTranslations("senders.servers");
  if (failing.subject === "sender") {
    return <Line icon={Unplug} href="/campaigns" title={t("noSender")} text={t("noSenderText")} />;
  }
  if (failing.subject === "lane") {
    return (
      <Line
        icon={Unplug}
        href="/settings/sending/domains"
        title={t("failingLane")}
        text={
          failing.code === "LETTER_UNREADABLE"
            ? t("unreadableLaneText")
            : t("failingLaneText", { code: failing.code })
        }
      />
    );
  }
  const name = failing.serverName || servers("installation.server");
  return (
    <Line
      icon={Unplug}
      href="/settings/sending/servers"
      title={t.rich("failingServer", { server: () => <UserText>{name}</UserText> })}
      text={failing.serverName ? servers(`tests.${failing.step}`) : t("failingOperatorText")}
    />
  );
}

const HELD_BACK = {
  sender_unverified: "unprovenCampaignText",
  servers_paused: "serversPausedCampaignText",
  servers_unusable: "serversUnusableCampaignText",
  letter_unreadable: "unreadableCampaignText",
  lane_failing: "laneFailingCampaignText",
  no_sender: "noSenderCampaignText",
} as const;

/** What to say of a campaign that paused by itself; null when somebody paused it. */
function byItself(pauseReason: string | null) {
  if (pauseReason === "blocked") return "blockedCampaignText";
  return pauseReason === "unanswered" ? "unansweredCampaignText" : null;
}

interface LineProps {
  icon: LucideIcon;
  href: string;
  title: ReactNode;
  text: ReactNode;
}

function Line({ icon: Icon, href, title, text }: LineProps) {
  return (
    <li>
      <Link
        href={href}
        className="-outline-offset-2 flex items-start gap-3 px-4 py-3 hover:bg-sunken"
      >
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <span className="min-w-0">
          <span className="block break-words font-medium">{title}</span>
          <span className="block text-ink-muted">{text}</span>
        </span>
      </Link>
    </li>
  );
}
