"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Banner } from "@/app/_ui/banner";
import { Button } from "@/app/_ui/button";
import { useCallErrorText } from "@/app/_ui/error-text";
import { toast } from "@/app/_ui/toast";
import { UserText } from "@/app/_ui/user-text";
import type { LetterEditing } from "./use-letter";

/** Two people at one letter: says who was quicker and lets this one choose. Nothing is lost. */
export function ConflictBanner({ letter }: { letter: LetterEditing }) {
  const t = useTranslations("campaigns.editor.conflict");
  const format = useFormatter();
  const errorText = useCallErrorText();
  const [isBusy, setBusy] = useState(false);
  const { conflict } = letter.saving;
  if (!conflict) return null;

  async function choose(way: "showTheirs" | "keepMine") {
    setBusy(true);
    try {
      await letter[way]();
      toast.message(t(way === "showTheirs" ? "shown" : "kept"));
    } catch (error) {
      toast.error(errorText(error));
    } finally {
      setBusy(false);
    }
  }

  const at = new Date(conflict.at);
  return (
    <Banner
      tone="warn"
      isLive
      className="mb-4"
      title={t.rich("title", {
        name: () => <UserText>{conflict.by}</UserText>,
        time: () => (
          <time translate="no" dateTime={conflict.at}>
            {Number.isNaN(at.getTime()) ? "" : format.dateTime(at, "time")}
          </time>
        ),
      })}
      action={
        <>
          <Button size="small" isLoading={isBusy} onClick={() => choose("keepMine")}>
            {t("keep")}
          </Button>
          <Button size="small" isLoading={isBusy} onClick={() => choose("showTheirs")}>
            {t("show")}
          </Button>
        </>
      }
    >
      {t("text")}
    </Banner>
  );
}
