"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { useCallErrorText } from "@/app/_ui/error-text";
import { PageHeader } from "@/app/_ui/page-header";
import { Section } from "@/app/_ui/section";
import { Skeleton, SkeletonTable } from "@/app/_ui/skeleton";
import { Tabs } from "@/app/_ui/tabs";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { CampaignMenu } from "../../_components/campaign-menu";
import { CampaignStatus } from "../../_components/campaign-status";
import { AudienceTable } from "./audience";
import { BlockedBanner, UnansweredBanner } from "./blocked-banner";
import type { Campaign, CampaignProgress } from "./campaign";
import { HeldBackBanner } from "./held-back-banner";
import { LetterVersions } from "./letter-versions";
import { isWaitingOnly, ProgressFigures } from "./progress-figures";
import { Recipients } from "./recipients";
import { RetryFailed } from "./retry-failed";
import { SendControls } from "./send-controls";
import { SentLetters } from "./sent-letters";
import { TimingNote } from "./timing-note";

interface ReportProps {
  campaign: Campaign;
  mayWrite: boolean;
  mayExport: boolean;
}

// Only who reads results loads what draws them.
const Results = dynamic(() => import("../_report/results").then((module) => module.Results), {
  loading: () => <SkeletonTable rows={8} />,
});

const LIVE_MS = 1_500;
/** While all that is open waits for its hour. */
const WAITING_MS = 15_000;

/** A campaign that is being or has been sent: how far, to whom, why not, and the letter itself. */
export function Report({ campaign, mayWrite, mayExport }: ReportProps) {
  const t = useTranslations("campaigns");
  const results = useTranslations("reporting");
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const progress = useQuery({
    ...trpc.campaigns.progress.queryOptions({ id: campaign.id }),
    refetchInterval: ({ state }) => {
      if (!isMoving(state.data)) return false;
      return state.data && isWaitingOnly(state.data) ? WAITING_MS : LIVE_MS;
    },
  });
  useLastLook(campaign.id, progress.data ? isMoving(progress.data) : undefined);
  const state = progress.data?.state ?? campaign.state;
  const startedAt = campaign.startedAt;
  const remedies = remediesOf(campaign, state);

  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t("title"), href: "/campaigns" }]}
        title={<UserText>{campaign.name}</UserText>}
        meta={<CampaignStatus state={state} />}
        description={
          startedAt
            ? t.rich("report.about", {
                topic: () => <UserText>{campaign.topic.name}</UserText>,
                brand: () => <UserText>{campaign.brand.name}</UserText>,
                time: () => <DateTime at={startedAt} />,
              })
            : undefined
        }
        actions={
          <>
            <LetterVersions campaign={campaign} revision={campaign.revision} letter={null} />
            {mayWrite ? <CampaignMenu campaign={{ ...campaign, state }} /> : null}
            {campaign.maySend ? <SendControls campaignId={campaign.id} state={state} /> : null}
          </>
        }
      />
      {progress.error ? (
        <Banner tone="bad" className="mb-6">
          {errorText(progress.error)}
        </Banner>
      ) : null}
      {progress.data ? (
        <Standing campaign={campaign} progress={progress.data} mayRetry={remedies.mayRetry} />
      ) : null}
      {progress.isPending ? <Skeleton className="mb-8 h-28 w-full" /> : null}
      <Tabs
        label={t("report.views")}
        tabs={[
          {
            value: "results",
            label: results("tab"),
            content: <Results campaignId={campaign.id} isLive={isMoving(progress.data)} />,
          },
          {
            value: "recipients",
            label: t("report.recipients"),
            content: (
              <Recipients
                campaignId={campaign.id}
                progress={progress.data ?? null}
                remedies={remedies}
                mayExport={mayExport}
                isLive={isMoving(progress.data)}
              />
            ),
          },
          {
            value: "letter",
            label: t("report.letter"),
            content: <SentLetters campaign={campaign} />,
          },
          {
            value: "audience",
            label: t("report.audience"),
            content: campaign.audience ? (
              <Section title={t("report.audienceTitle")} description={t("report.audienceText")}>
                <div className="max-w-md">
                  <AudienceTable counts={countsOf(campaign.audience)} />
                </div>
              </Section>
            ) : null,
          },
        ]}
      />
    </>
  );
}

interface StandingProps {
  campaign: Campaign;
  progress: CampaignProgress;
  mayRetry: boolean;
}

/** Where the send stands, what holds it up, and what can be done about it. */
function Standing({ campaign, progress, mayRetry }: StandingProps) {
  const { blocked, heldBackBy, isUnanswered, states } = progress;
  return (
    <>
      {blocked ? <BlockedBanner answers={blocked} /> : null}
      {isUnanswered ? <UnansweredBanner /> : null}
      <TimingNote timing={campaign.timing} className="mb-5 text-sm" />
      {heldBackBy ? <HeldBackBanner by={heldBackBy} /> : null}
      <ProgressFigures
        progress={progress}
        remedy={
          mayRetry && states.failed > 0 ? (
            <RetryFailed campaignId={campaign.id} count={states.failed} />
          ) : null
        }
      />
    </>
  );
}

/** Reads everything below once more when the last letter is settled: what was read before is not the end. */
function useLastLook(campaignId: string, isMovingNow: boolean | undefined) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const wasMoving = useRef(false);
  useEffect(() => {
    if (isMovingNow === undefined) return;
    if (wasMoving.current && !isMovingNow) {
      const report = trpc.reporting.campaign.queryKey({ id: campaignId });
      void client.invalidateQueries({ queryKey: report });
      void client.invalidateQueries({ queryKey: trpc.campaigns.recipients.pathKey() });
    }
    wasMoving.current = isMovingNow;
  }, [client, trpc, campaignId, isMovingNow]);
}

/** What may be done by who looks: settling is a note, trying again needs a campaign that can go on. */
function remediesOf({ maySend, isArchived }: Campaign, state: string) {
  const isRetryable = (state === "sending" || state === "finished") && !isArchived;
  return { maySettle: maySend, mayRetry: maySend && isRetryable };
}

function isMoving(progress: { state: string; open: number } | undefined): boolean {
  if (!progress) return true;
  const { state, open } = progress;
  if (state === "preparing" || state === "sending") return true;
  // What had begun when it was paused or cancelled still comes to its end.
  return (state === "paused" || state === "cancelled") && open > 0;
}

function countsOf(stored: Record<string, number>) {
  const of = (name: string) => stored[name] ?? 0;
  return {
    matched: of("matched"),
    excluded: of("excluded"),
    noAddress: of("noAddress"),
    noConsent: of("noConsent"),
    paused: of("paused"),
    suppressed: of("suppressed"),
    reachable: of("reachable"),
  };
}
