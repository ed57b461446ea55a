"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { cn } from "@/app/_ui/cn";
import { useCallErrorText } from "@/app/_ui/error-text";
import { NumberText } from "@/app/_ui/number";
import { Skeleton } from "@/app/_ui/skeleton";
import type { AudienceCounts } from "./campaign";

const LIVE_MS = 20_000;

/** The explained count: from everybody to those the letter reaches, kept fresh. */
export function Audience({ campaignId, topicId }: { campaignId: string; topicId: string }) {
  const trpc = useTRPC();
  const errorText = useCallErrorText();
  const counts = useQuery({
    ...trpc.campaigns.audience.queryOptions({ id: campaignId, topicId }),
    refetchInterval: LIVE_MS,
  });
  if (counts.error) return <p className="text-bad-ink text-sm">{errorText(counts.error)}</p>;
  if (!counts.data) return <Skeleton className="h-36 w-full" />;
  return <AudienceTable counts={counts.data} />;
}

const STEPS = ["excluded", "noAddress", "noConsent", "paused", "suppressed"] as const;

/** The count as a sum: everybody, minus each reason, makes those who are reached. */
export function AudienceTable({ counts }: { counts: AudienceCounts }) {
  const t = useTranslations("campaigns.editor.audience");
  return (
    <table className="tabular w-full text-sm" aria-label={t("title")}>
      <tbody>
        <Line label={t("matched")} value={counts.matched} />
        {STEPS.filter((step) => counts[step] > 0 || step === "noConsent").map((step) => (
          <Line key={step} label={t(step)} value={-counts[step]} isMinus />
        ))}
        <Line label={t("reachable")} value={counts.reachable} isSum />
      </tbody>
    </table>
  );
}

interface LineProps {
  label: string;
  value: number;
  isMinus?: boolean;
  isSum?: boolean;
}

function Line({ label, value, isMinus, isSum }: LineProps) {
  return (
    <tr className={cn(isSum ? "border-t font-semibold" : isMinus ? "text-ink-muted" : "")}>
      <th scope="row" className={cn("py-1 text-left font-normal", isSum && "font-semibold")}>
        {label}
      </th>
      <td className="py-1 text-right">
        <NumberText value={value === 0 ? 0 : value} />
      </td>
    </tr>
  );
}
