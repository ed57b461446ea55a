"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowLeft, History } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTRPC } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/button";
import { cn } from "@/app/_ui/cn";
import { useCallErrorText } from "@/app/_ui/error-text";
import { IconButton } from "@/app/_ui/icon-button";
import { toast } from "@/app/_ui/toast";
import { VersionMoment, VersionsSheet } from "../../../_components/versions-sheet";
import type { Campaign, LetterVersion } from "./campaign";
import { Preview } from "./preview";
import { SaveMark } from "./save-mark";
import type { LetterEditing } from "./use-letter";
import { VersionList } from "./version-list";

interface LetterVersionsProps {
  campaign: Campaign;
  revision: number;
  /** Null when nothing can be changed: versions are looked at only. */
  letter: LetterEditing | null;
}

/** How the letter stood before: a list of its versions, a look at each, and the way back to it. */
export function LetterVersions({ campaign, revision, letter }: LetterVersionsProps) {
  const t = useTranslations("campaigns.versions");
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const [chosenId, setChosen] = useState<string | null>(null);
  /** On narrow screens either the list is shown or the version that was chosen. */
  const [isShown, setShown] = useState(false);
  const back = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const { id, variantId } = campaign;
  const versions = useQuery(
    trpc.campaigns.versions.queryOptions(
      { id, variantId, revision },
      // Tests and reviews mark a version without a new revision.
      { enabled: isOpen, staleTime: 0, placeholderData: keepPreviousData },
    ),
  );

  function open() {
    void letter?.saving.flush();
    setChosen(null);
    setShown(false);
    setOpen(true);
  }

  // Where the other side is out of sight, the focus goes along; where both are seen it stays.
  function show(version: LetterVersion) {
    flushSync(() => {
      setChosen(version.id);
      setShown(true);
    });
    back.current?.focus();
  }
  function showList() {
    flushSync(() => setShown(false));
    list.current?.querySelector<HTMLElement>("[aria-current]")?.focus();
  }

  return (
    <>
      <IconButton icon={History} label={t("title")} onClick={open} />
      <VersionsSheet
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={t("title")}
        description={t(letter ? "text" : "textReadOnly")}
        asked={versions}
        empty={t("empty")}
        className="max-w-4xl"
      >
        {(found) => {
          const chosen = found.find((version) => version.id === chosenId) ?? found[0];
          if (!chosen) return null;
          return (
            <div className="md:grid md:h-full md:grid-cols-[17rem_minmax(0,1fr)] md:gap-6">
              <div
                className={cn("-m-1 p-1 md:min-h-0 md:overflow-y-auto", isShown && "max-md:hidden")}
              >
                <VersionList ref={list} versions={found} chosenId={chosen.id} onChoose={show} />
              </div>
              <section
                aria-label={t("chosen")}
                className={cn(
                  "-m-1 min-w-0 p-1 md:min-h-0 md:overflow-y-auto",
                  isShown || "max-md:hidden",
                )}
              >
                <Button
                  ref={back}
                  size="small"
                  variant="ghost"
                  className="mb-3 -ml-2 md:hidden"
                  onClick={showList}
                >
                  <ArrowLeft aria-hidden />
                  {t("all")}
                </Button>
                <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
                  <VersionMoment
                    at={chosen.savedAt}
                    byName={chosen.savedByName}
                    isCurrent={chosen === found[0]}
                  />
                  {letter && chosen !== found[0] ? (
                    <Restore letter={letter} version={chosen} onDone={() => setOpen(false)} />
                  ) : null}
                </div>
                <Preview
                  campaignId={id}
                  variantId={variantId}
                  topicId={campaign.topic.id}
                  revision={revision}
                  snapshotId={chosen.id}
                />
              </section>
            </div>
          );
        }}
      </VersionsSheet>
    </>
  );
}

interface RestoreProps {
  letter: LetterEditing;
  version: LetterVersion;
  onDone: () => void;
}

function Restore({ letter, version, onDone }: RestoreProps) {
  const t = useTranslations("campaigns.versions");
  const common = useTranslations("common");
  const errorText = useCallErrorText();
  const [isBusy, setBusy] = useState(false);
  const { saving } = letter;
  const isSaved = saving.state === "saved";

  async function restore() {
    setBusy(true);
    try {
      await letter.restoreVersion(version.id);
      onDone();
      toast.message(t("restored"), {
        action: { label: common("undo"), onSelect: letter.letter.undo },
      });
    } catch (error) {
      toast.error(errorText(error));
      if (saving.isRefused(error)) onDone();
      else setBusy(false);
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-3">
      {/* What is not saved would be lost. */}
      {isSaved ? null : <SaveMark saving={saving} />}
      <Button variant="primary" disabled={!isSaved} isLoading={isBusy} onClick={restore}>
        {t("restore")}
      </Button>
    </div>
  );
}
