"use client";

import { CheckCheck, MailPlus, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Viewer } from "@/app/_trpc/server";
import { EmptyState } from "@/app/_ui/empty-state";
import { LinkButton } from "@/app/_ui/link-button";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { UserText } from "@/app/_ui/user-text";
import type { Today } from "@/server/home";
import { Checklist } from "./checklist";
import { LiveNow } from "./live-now";
import { NeedsMe } from "./needs-me";
import { Results } from "./results";
import { SinceVisit } from "./since-visit";

/** Today: what is open to set up, what runs, what needs somebody, what has happened. */
export function Home({ today, viewer }: { today: Today; viewer: Viewer }) {
  const t = useTranslations("home");
  const { needsMe } = today;
  const waiting =
    needsMe.imports.length +
    needsMe.pausedCampaigns.length +
    needsMe.heldBackCampaigns.length +
    needsMe.failing.length +
    (needsMe.blockedSingles > 0 ? 1 : 0) +
    needsMe.unknownCampaigns.length +
    needsMe.failedCampaigns.length +
    needsMe.reviews.length +
    needsMe.failedStarts.length +
    // While the checklist stands, it says the same about the imprint.
    (today.checklist ? 0 : needsMe.imprints.length);
  const isQuiet =
    !today.checklist &&
    waiting === 0 &&
    !today.since &&
    today.campaigns.length === 0 &&
    today.imports.length === 0 &&
    today.results.length === 0;
  const mayWrite = viewer.permissions.includes("campaigns.write");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t.rich("hello", { name: () => <UserText>{viewer.user.name}</UserText> })}
        actions={
          mayWrite && !today.checklist ? (
            <LinkButton href="/campaigns?new=1" variant="primary">
              <MailPlus aria-hidden />
              {t("newCampaign")}
            </LinkButton>
          ) : null
        }
      />
      {today.checklist ? <Checklist steps={today.checklist} viewer={viewer} /> : null}
      <LiveNow first={{ campaigns: today.campaigns, imports: today.imports }} />
      {waiting > 0 ? <NeedsMe needsMe={needsMe} withImprints={!today.checklist} /> : null}
      {waiting === 0 && !today.checklist && !isQuiet ? (
        <Section title={t("needs.title")}>
          <p className="flex items-center gap-2 text-ink-muted">
            <CheckCheck aria-hidden className="size-4 text-ok" />
            {t("needs.nothing")}
          </p>
        </Section>
      ) : null}
      {today.since ? <SinceVisit since={today.since} /> : null}
      {today.results.length > 0 ? <Results results={today.results} /> : null}
      {isQuiet ? (
        <EmptyState
          icon={Sun}
          title={t("quiet.title")}
          description={t("quiet.text")}
          action={
            mayWrite ? <LinkButton href="/campaigns?new=1">{t("newCampaign")}</LinkButton> : null
          }
        />
      ) : null}
    </>
  );
}
