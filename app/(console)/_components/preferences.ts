"use client";

import { useTranslations } from "next-intl";
import { startTransition, useOptimistic } from "react";
import type { Viewer } from "@/app/_trpc/server";
import { toast } from "@/app/_ui/toast";
import { type Preferences, savePreferences } from "./actions";

/** The person's choices; a change shows at once and goes back when it could not be saved. */
export function usePreferences(viewer: Viewer) {
  const t = useTranslations("nav.user");
  const [shortcutsEnabled, setShortcuts] = useOptimistic(viewer.user.shortcutsEnabled);

  function save(changed: Preferences) {
    startTransition(async () => {
      if (changed.shortcutsEnabled !== undefined) setShortcuts(changed.shortcutsEnabled);
      try {
        await savePreferences(changed);
      } catch {
        toast.error(t("notSaved"));
      }
    });
  }

  return { preferences: { shortcutsEnabled }, save };
}
