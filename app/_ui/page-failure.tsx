"use client";

import { OctagonAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "./button";
import { LinkButton } from "./link-button";
import { UserText } from "./user-text";

interface PageFailureProps {
  error: unknown;
  onRetry: () => void;
}

/** The digest under which the server logged an error, when there is one. */
function errorDigest(error: unknown): string | null {
  const digest = error instanceof Error && "digest" in error ? error.digest : null;
  return typeof digest === "string" ? digest : null;
}

/** Instead of a page that failed: what happened, a reference for support, two ways on. */
export function PageFailure({ error, onRetry }: PageFailureProps) {
  const t = useTranslations("errors.page");
  const common = useTranslations("common");
  const digest = errorDigest(error);
  return (
    <div role="alert" className="flex flex-col items-start gap-3 py-10">
      <OctagonAlert aria-hidden className="size-6 text-bad" />
      <h1 className="font-semibold text-xl">{t("failedTitle")}</h1>
      <p className="max-w-prose text-ink-muted">{t("failedText")}</p>
      {digest ? (
        <p className="text-ink-muted text-xs">
          {t.rich("reference", { code: () => <UserText isMono>{digest}</UserText> })}
        </p>
      ) : null}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button variant="primary" onClick={onRetry}>
          {common("retry")}
        </Button>
        <LinkButton href="/">{t("home")}</LinkButton>
      </div>
    </div>
  );
}
