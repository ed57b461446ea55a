"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { LetterEditing } from "./use-letter";

/** Says where the draft is: saved when, being saved, or not saved and why. */
export function SaveMark({ saving }: { saving: LetterEditing["saving"] }) {
  const t = useTranslations("campaigns.editor.save");
  const format = useFormatter();
  const { state, savedAt } = saving;
  const isBad = state === "failed" || state === "conflict" || state === "closed";
  return (
    <span
      role="status"
      className={isBad ? "font-medium text-bad-ink text-xs" : "text-ink-muted text-xs"}
    >
      {state === "saved"
        ? t.rich("saved", {
            time: () => (
              <time translate="no" dateTime={savedAt.toISOString()} className="tabular">
                {format.dateTime(savedAt, "time")}
              </time>
            ),
          })
        : t(state)}
    </span>
  );
}
