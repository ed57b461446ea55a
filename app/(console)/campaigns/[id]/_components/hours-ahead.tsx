"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { DateTime } from "@/app/_ui/time";
import { HoursInput } from "@/server/campaigns/schemas";
import { hoursOf, type Start } from "./start";

interface HoursAheadProps {
  campaignId: string;
  start: Start;
  timeZone: string;
}

/** What a choice means for the audience: first and last letter, who is past it, who has no zone. */
export function HoursAhead({ campaignId, start, timeZone }: HoursAheadProps) {
  const t = useTranslations("campaigns.send.ahead");
  const trpc = useTRPC();
  const input = HoursInput.safeParse({ id: campaignId, ...hoursOf(start) });
  const isAsked = input.success && (start.kind === "recipient" || start.hasWindow);
  const { data, error } = useQuery({
    ...trpc.campaigns.hours.queryOptions(input.data ?? { id: campaignId, ...hoursOf(start) }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!isAsked || !data || error) return null;
  const { first, last, zoneless, past, zones } = data;
  const isPartial = data.isPartial ? "yes" : "no";
  const isOnce = first?.getTime() === last?.getTime();
  return (
    <div role="status" className="flex flex-col gap-1 rounded-md border border-line p-3 text-sm">
      <p>
        {!first || !last
          ? t("nobody")
          : t.rich(isOnce ? "once" : "span", {
              zones,
              first: () => <DateTime at={first} className="font-medium" />,
              last: () => <DateTime at={last} className="font-medium" />,
            })}
      </p>
      {data.isAtOnce && start.kind === "recipient" ? (
        <p className="text-ink-muted">{t("atOnce")}</p>
      ) : null}
      {past > 0 ? (
        <p className="text-ink-muted">{t(`past.${start.ifPast}`, { count: past, isPartial })}</p>
      ) : null}
      {zoneless > 0 ? (
        <p className="text-ink-muted">
          {t.rich("zoneless", {
            count: zoneless,
            isPartial,
            zone: () => <span translate="no">{timeZone}</span>,
          })}
        </p>
      ) : null}
    </div>
  );
}
