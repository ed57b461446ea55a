"use client";

import { useQuery } from "@tanstack/react-query";
import { OctagonPause } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { DateTime } from "@/app/_ui/time";

const ASK_EVERY_MS = 30_000;
/** What whoever runs the installation types. */
const COMMAND = "npm run admin -- resume-sending";

/**
 * Stands above every screen while nothing is sent, for those who can have it resolved; comes and goes also
 * while a page stays open.
 */
export function HaltBand({ since }: { since: Date | null }) {
  const t = useTranslations("home.halt");
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.home.haltedSince.queryOptions(undefined, {
      initialData: since,
      refetchInterval: ASK_EVERY_MS,
    }),
  );
  if (!data) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-start gap-x-3 gap-y-2 border-bad/30 border-b bg-bad-soft px-4 py-2 lg:px-8"
    >
      <OctagonPause aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <p className="min-w-0 flex-1 basis-56">
        <strong className="font-medium">{t("title")}</strong>{" "}
        <span className="text-ink-muted">
          {t.rich("text", { at: () => <DateTime at={data} /> })}
        </span>{" "}
        <code className="font-mono text-sm" translate="no">
          {COMMAND}
        </code>
      </p>
    </div>
  );
}
