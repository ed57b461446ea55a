"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { cn } from "@/app/_ui/cn";
import { CLIPPING_BYTES } from "@/server/content/schemas";

/** How near a mail's HTML is to the size at which Gmail cuts it off. */
export function SizeMeter({ bytes }: { bytes: number }) {
  const t = useTranslations("campaigns.editor.preview");
  const id = useId();
  const isTooLong = bytes > CLIPPING_BYTES;
  const share = Math.min(100, Math.round((bytes / CLIPPING_BYTES) * 100));
  return (
    <div className="mt-3 text-xs">
      <p id={id} className={isTooLong ? "text-warn-ink" : "text-ink-muted"}>
        {t("size", { kilobytes: Math.max(1, Math.round(bytes / 1024)) })}
        {isTooLong ? ` ${t("clipping")}` : ""}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw a meter element each their own way. */}
      <div
        role="meter"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={cn("h-full rounded-full", isTooLong ? "bg-warn" : "bg-accent")}
          style={{ width: `${share}%` }}
        />
      </div>
    </div>
  );
}
