"use client";

import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { UserText } from "@/app/_ui/user-text";
import type { SegmentSaving } from "./use-segment-save";

/** What keeps a rule from being saved: somebody was quicker, or it failed. Nothing is lost. */
export function SaveBanner({ saving }: { saving: SegmentSaving }) {
  const t = useTranslations("segments");
  const errorText = useCallErrorText();
  const { conflict, failure } = saving;
  if (failure) {
    return (
      <Banner tone="bad" isLive className="mb-4" title={t("saveFailed")}>
        {errorText(failure)}
      </Banner>
    );
  }
  if (!conflict) return null;
  return (
    <Banner
      tone="warn"
      isLive
      className="mb-4"
      title={t.rich("conflict.title", { name: () => <UserText>{conflict.by}</UserText> })}
      action={
        <>
          <Button size="small" onClick={conflict.keepMine}>
            {t("conflict.keep")}
          </Button>
          <Button size="small" onClick={() => void conflict.showTheirs()}>
            {t("conflict.show")}
          </Button>
        </>
      }
    >
      {t("conflict.text")}
    </Banner>
  );
}
