"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button";

interface PaginationProps {
  /** Undefined: there is no such page. */
  onPrevious?: () => void;
  onNext?: () => void;
  isLoading?: boolean;
  /** "1–50 of 12,345", at the left. */
  summary?: ReactNode;
}

/** Previous and next of a keyset list; there are no page numbers to jump to. */
export function Pagination({ onPrevious, onNext, isLoading, summary }: PaginationProps) {
  const t = useTranslations("common");
  return (
    <nav
      aria-label={t("pagination")}
      className="mt-3 flex flex-wrap items-center justify-between gap-3"
    >
      <p aria-live="polite" className="tabular text-ink-muted text-xs">
        {summary}
      </p>
      <div className="flex gap-2">
        <Button size="small" disabled={!onPrevious || isLoading} onClick={onPrevious}>
          <ChevronLeft aria-hidden />
          {t("previous")}
        </Button>
        <Button size="small" disabled={!onNext || isLoading} onClick={onNext}>
          {t("next")}
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  );
}
