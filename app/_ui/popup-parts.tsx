"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "./cn";
import { IconButton } from "./icon-button";

/** The veil behind a modal. */
export const scrimStyle =
  "fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";

/** The cross in the corner of a modal. */
export function CloseButton({ className }: { className?: string }) {
  const t = useTranslations("common");
  return (
    <Base.Close
      render={<IconButton icon={X} label={t("close")} size="small" />}
      className={cn("absolute top-3 right-3", className)}
    />
  );
}
