"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Progress } from "@/app/_ui/progress";
import { Panel } from "@/app/_ui/section";
import type { ImportView } from "@/server/imports";

interface Sample {
  at: number;
  done: number;
}

const WINDOW_MS = 15_000;

/** Pieces a second over the last quarter minute, as far as this page has watched. */
function useRate(done: number, key: string): number | null {
  const [samples, setSamples] = useState<{ key: string; list: Sample[] }>({ key, list: [] });
  useEffect(() => {
    const now = Date.now();
    setSamples((before) => {
      const kept = before.key === key ? before.list : [];
      return { key, list: [...kept.filter((one) => now - one.at < WINDOW_MS), { at: now, done }] };
    });
  }, [done, key]);
  const first = samples.list[0];
  const last = samples.list.at(-1);
  if (!first || !last || last.at - first.at < 900 || last.done <= first.done) return null;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

/** How far the work is, how fast it goes and how long it will take. */
export function RunProgress({ found }: { found: ImportView }) {
  const t = useTranslations("imports.run");
  const isUndo = found.state === "undoing";
  const done = isUndo ? found.undoDone : found.rowsDone;
  const total = isUndo ? found.undoTotal : found.rowsTotal;
  const rate = useRate(done, `${found.id} ${found.state}`);
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
