"use client";

import { useTranslations } from "next-intl";
import { Fragment, type KeyboardEvent, type Ref, useState } from "react";
import { cn } from "@/app/_ui/cn";
import { Badge } from "@/app/_ui/status";
import { DateTime } from "@/app/_ui/time";
import { UserText } from "@/app/_ui/user-text";
import { VersionMoment } from "../../../_components/versions-sheet";
import type { LetterVersion } from "./campaign";

interface VersionListProps {
  ref: Ref<HTMLOListElement>;
  versions: readonly LetterVersion[];
  chosenId: string;
  onChoose: (version: LetterVersion) => void;
}

/** Where an arrow leads in a list of so many. */
const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** A letter's versions, newest first. One stop of the keyboard; arrows go from one to the next. */
export function VersionList({ ref, versions, chosenId, onChoose }: VersionListProps) {
  const t = useTranslations("campaigns.versions");
  const [focusedId, setFocused] = useState<string | null>(null);
  const stopId = versions.some(({ id }) => id === focusedId) ? focusedId : chosenId;

  function onKeyDown(event: KeyboardEvent<HTMLOListElement>) {
    const at = versions.findIndex(({ id }) => id === stopId);
    const next = STEPS[event.key]?.(at, versions.length);
    if (next === undefined) return;
    event.preventDefault();
    const buttons = event.currentTarget.querySelectorAll("button");
    buttons[Math.min(Math.max(next, 0), versions.length - 1)]?.focus();
  }

  return (
    <ol ref={ref} aria-label={t("title")} onKeyDown={onKeyDown} className="flex flex-col gap-1">
      {versions.map((version, index) => (
        <li key={version.id}>
          <button
            type="button"
            aria-current={version.id === chosenId || undefined}
            tabIndex={version.id === stopId ? 0 : -1}
            onFocus={() => setFocused(version.id)}
            onClick={() => onChoose(version)}
            className={cn(
              "block w-full rounded-md border px-3 py-2.5 text-left",
              version.id === chosenId
                ? "border-accent bg-accent-soft"
                : "border-transparent hover:bg-hover",
            )}
          >
            <VersionMoment
              at={version.savedAt}
              byName={version.savedByName}
              isCurrent={index === 0}
            />
            <VersionText version={version} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function VersionText({ version }: { version: LetterVersion }) {
  const t = useTranslations("campaigns.versions");
  const { subject, marks, restoredFrom, changes } = version;
  const changesText = useChangesText();
  return (
    <>
      <span className="mt-1.5 block truncate">
        {subject ? (
          <UserText>{subject}</UserText>
        ) : (
          <span className="text-ink-muted">{t("noSubject")}</span>
        )}
      </span>
      <span className="mt-0.5 block text-ink-muted text-xs">
        {restoredFrom
          ? t.rich("from", { time: () => <DateTime at={restoredFrom} /> })
          : changes
            ? changesText(changes).map((words, index) => (
                <Fragment key={words}>
                  {index > 0 ? " · " : null}
                  <span className="inline-block">{words}</span>
                </Fragment>
              ))
            : null}
      </span>
      {marks.length > 0 ? (
        <span className="mt-2 flex flex-wrap gap-1">
          {marks.map((mark) => (
            <Badge key={mark} className="bg-surface">
              {t(`marks.${mark}`)}
            </Badge>
          ))}
        </span>
      ) : null}
    </>
  );
}

type Changes = NonNullable<LetterVersion["changes"]>;

/** What changed, each in a few words: "Subject changed", "2 parts added". */
function useChangesText(): (changes: Changes) => string[] {
  const t = useTranslations("campaigns.versions.changes");
  const names = useTranslations("letter.blocks");
  return (changes) => {
    const parts = (["changed", "added", "removed", "moved"] as const).flatMap((kind) => {
      const [type, ...others] = changes[kind];
      if (!type) return [];
      const isOne = others.length === 0;
      return isOne
        ? [t(`one.${kind}`, { name: names(type) })]
        : [t(`many.${kind}`, { count: others.length + 1 })];
    });
    const words = [
      ...(changes.isSubject ? [t("subject")] : []),
      ...(changes.isPreheader ? [t("preheader")] : []),
      ...parts,
      ...(changes.isFooter ? [t("footer")] : []),
    ];
    return words.length > 0 ? words : [t("none")];
  };
}
