"use client";

import { useQuery } from "@tanstack/react-query";
import { Redo2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { IconButton } from "@/app/_ui/icon-button";
import { PageHeader } from "@/app/_ui/page-header";
import { UserText } from "@/app/_ui/user-text";
import { CampaignMenu } from "../../_components/campaign-menu";
import { CampaignStatus } from "../../_components/campaign-status";
import type { Campaign } from "./campaign";
import { Canvas } from "./canvas";
import { ConflictBanner } from "./conflict-banner";
import { SaveMark } from "./save-mark";
import { SendDialog } from "./send-dialog";
import { SidePanel } from "./side-panel";
import { TestSend } from "./test-send";
import { useLetter } from "./use-letter";

interface EditorProps {
  campaign: Campaign;
  mayEdit: boolean;
  /** Own address: the first one a test letter goes to. */
  ownEmail: string;
}

const LOOK_EVERY_MS = 8_000;

/** A draft: the letter at the left, what it becomes at the right. */
export function Editor({ campaign, mayEdit, ownEmail }: EditorProps) {
  const t = useTranslations("campaigns");
  const isOpen = mayEdit && !campaign.isArchived;
  const letter = useLetter(campaign, isOpen);
  const { saving } = letter;
  useOthers(campaign.id, letter, isOpen);

  function onKeyDown(event: KeyboardEvent) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (!isRedo && key !== "z") return;
    event.preventDefault();
    (isRedo ? letter.redo : letter.undo)?.();
  }

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
            {isOpen ? (
              <>
                <IconButton
                  icon={Undo2}
                  label={t("editor.undo")}
                  disabled={!letter.undo}
                  onClick={() => letter.undo?.()}
                />
                <IconButton
                  icon={Redo2}
                  label={t("editor.redo")}
                  disabled={!letter.redo}
                  onClick={() => letter.redo?.()}
                />
              </>
            ) : null}
            {mayEdit ? <CampaignMenu campaign={campaign} /> : null}
            {isOpen ? (
              <>
                <TestSend campaign={campaign} letter={letter} ownEmail={ownEmail} />
                <SendDialog campaign={campaign} letter={letter} />
              </>
            ) : null}
          </>
        }
      />
      <ConflictBanner letter={letter} />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hears undo and redo of the fields inside. */}
        <div className="min-w-0" onKeyDown={isOpen ? onKeyDown : undefined}>
          <Canvas
            letter={letter}
            look={campaign}
            problems={saving.problems}
            isReadOnly={!isOpen || saving.state === "closed"}
          />
        </div>
        <SidePanel campaign={campaign} revision={saving.revision} mayEdit={isOpen} />
      </div>
    </>
  );
}

/** Notices what others save while this page is quiet, so that nobody writes on in the dark. */
function useOthers(id: string, letter: ReturnType<typeof useLetter>, isEnabled: boolean): void {
  const trpc = useTRPC();
  const { saving } = letter;
  const isQuiet = saving.state === "saved";
  const { data } = useQuery({
    ...trpc.campaigns.draft.queryOptions({ id }),
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
