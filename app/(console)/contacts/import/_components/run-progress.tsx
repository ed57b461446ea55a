"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Progress } from "@/app/_ui/progress";
import { type Look, rateOf, withLook } from "@/app/_ui/rate.core";
import { Panel } from "@/app/_ui/section";
import type { ImportView } from "@/server/imports";

/** Pieces a second of the work that `key` names, as far as this page has watched. */
function useImportRate(done: number, key: string): number | null {
  const [watched, setWatched] = useState<{ key: string; looks: readonly Look[] }>({
    key,
    looks: [],
  });
  useEffect(() => {
    const look = { at: Date.now(), done };
    setWatched((before) => ({
      key,
      looks: withLook(before.key === key ? before.looks : [], look),
    }));
  }, [done, key]);
  return rateOf(watched.looks);
}

/** How far the work is, how fast it goes and how long it will take. */
export function RunProgress({ found }: { found: ImportView }) {
  const t = useTranslations("imports.run");
  const isUndo = found.state === "undoing";
  const done = isUndo ? found.undoDone : found.rowsDone;
  const total = isUndo ? found.undoTotal : found.rowsTotal;
  const rate = useImportRate(done, `${found.id} ${found.state}`);
  const name = () => <span translate="no">{found.fileName}</span>;
  if (found.state === "queued") {
    return (
      <Panel>
        <p role="status">{t("queued")}</p>
      </Panel>
    );
  }
  if (!isUndo && found.state !== "running") return null;
  const label = isUndo ? "undoing" : found.rowsTotal === null ? "counting" : "importing";
  return (
    <Panel className="flex flex-col gap-3">
      <Progress
        label={t.rich(label, { name })}
        done={done}
        total={total}
        rate={rate}
        secondsLeft={rate && total ? (total - done) / rate : null}
      />
      <p className="text-ink-muted text-xs">
        {found.cancelRequested ? t("cancelling") : t("leave")}
      </p>
    </Panel>
  );
}
