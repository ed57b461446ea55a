"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { PageHeader } from "@/app/_ui/page-header";
import { Skeleton } from "@/app/_ui/skeleton";
import { UserText } from "@/app/_ui/user-text";
import { CampaignMenu } from "../../_components/campaign-menu";
import { CampaignStatus } from "../../_components/campaign-status";
import type { Campaign } from "./campaign";
import { ConflictBanner } from "./conflict-banner";
import { GapNote, GapProvider } from "./gap-note";
import { LetterVersions } from "./letter-versions";
import { ReviewPanel } from "./review-panel";
import { SaveMark } from "./save-mark";
import { ScheduleBanner } from "./schedule-banner";
import { SendDialog } from "./send-dialog";
import { type PanelTab, SidePanel } from "./side-panel";
import { TestSend } from "./test-send";
import { useGaps } from "./use-gaps";
import { useLetter } from "./use-letter";
import { VariantBar } from "./variant-bar";

// The text editor is heavy and needs a browser: it comes after the page, on this page only.
const LetterEditor = dynamic(
  () => import("@/app/_letter/letter-editor").then((module) => module.LetterEditor),
  { ssr: false, loading: () => <Skeleton className="h-[40rem] w-full" /> },
);

interface EditorProps {
  campaign: Campaign;
  mayEdit: boolean;
  /** Own address: the first one a test letter goes to. */
  ownEmail: string;
}

const LOOK_EVERY_MS = 8_000;

/** A draft: the letter at the left, its settings and what it becomes at the right. */
export function Editor({ campaign, mayEdit, ownEmail }: EditorProps) {
  const t = useTranslations("campaigns");
  const isOpen = mayEdit && !campaign.isArchived && campaign.state === "draft";
  const editing = useLetter(campaign, isOpen);
  const { letter, saving } = editing;
  const isReadOnly = !isOpen || saving.state === "closed";
  const lacking = useGaps(campaign, editing.document);
  const [tab, setTab] = useState<PanelTab>("preview");
  useOthers(campaign, editing, isOpen);

  const { selected } = letter;
  useEffect(() => {
    if (selected !== null && !isReadOnly) setTab("settings");
  }, [selected, isReadOnly]);

  const showSettings = useCallback(() => {
    setTab("settings");
    // After the panel has shown it.
    requestAnimationFrame(() => document.getElementById("letter-settings")?.focus());
  }, []);

  return (
    <>
      <PageHeader
        breadcrumb={[{ label: t("title"), href: "/campaigns" }]}
        title={<UserText>{campaign.name}</UserText>}
        meta={
          <>
            <CampaignStatus state={campaign.state} />
            {isOpen ? <SaveMark saving={saving} /> : null}
          </>
        }
        actions={
          <>
            <LetterVersions
              campaign={campaign}
              revision={saving.revision}
              letter={isReadOnly ? null : editing}
            />
            {mayEdit ? <CampaignMenu campaign={campaign} /> : null}
            {isOpen ? (
              <>
                <TestSend campaign={campaign} letter={editing} ownEmail={ownEmail} />
                <SendDialog campaign={campaign} letter={editing} />
              </>
            ) : null}
          </>
        }
      />
      <ConflictBanner letter={editing} />
      <ScheduleBanner campaign={campaign} />
      <VariantBar campaign={campaign} letter={editing} isReadOnly={isReadOnly} />
      {isOpen ? (
        <ReviewPanel
          campaign={campaign}
          revision={saving.revision}
          isSaved={saving.state === "saved"}
        />
      ) : null}
      <GapProvider value={campaign}>
        <LetterEditor
          letter={letter}
          look={campaign}
          problems={saving.problems}
          isReadOnly={isReadOnly}
          lacking={lacking}
          GapNote={GapNote}
          showSettings={showSettings}
          aside={(settings) => (
            <SidePanel
              campaign={campaign}
              revision={saving.revision}
              mayEdit={isOpen}
              settings={settings}
              tab={tab}
              onTab={setTab}
            />
          )}
        />
      </GapProvider>
    </>
  );
}

/** Notices what others save while this page is quiet, so that nobody writes on in the dark. */
function useOthers(
  { id, variantId }: Campaign,
  editing: ReturnType<typeof useLetter>,
  isEnabled: boolean,
): void {
  const trpc = useTRPC();
  const { saving } = editing;
  const isQuiet = saving.state === "saved";
  const { data } = useQuery({
    ...trpc.campaigns.draft.queryOptions({ id, variantId }),
    enabled: isEnabled && isQuiet,
    refetchInterval: LOOK_EVERY_MS,
  });
  const { reportConflict, revision } = saving;
  useEffect(() => {
    if (!isQuiet || !data || data.revision <= revision) return;
    reportConflict({
      by: data.updatedByName ?? "",
      at: data.updatedAt.toISOString(),
      revision: data.revision,
    });
  }, [isQuiet, data, revision, reportConflict]);
}
