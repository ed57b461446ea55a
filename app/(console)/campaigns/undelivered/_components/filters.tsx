"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonStyle } from "@/app/_ui/button-style";
import { Select } from "@/app/_ui/select";
import { UserText } from "@/app/_ui/user-text";
import { DEAD_REASONS, type DeadAsked } from "@/server/delivery/schemas";
import type { DeadCounts } from "./dead-letters";

type Why = NonNullable<DeadAsked["why"]>;

/** Which letters are shown. `none`: those without a campaign. */
export interface Filter {
  campaign: "all" | "none" | (string & {});
  why: Why | "any";
}

export const ALL: Filter = { campaign: "all", why: "any" };

/** The filter as the server asks for it: what is not narrowed is left out. */
export function askedBy({ campaign, why }: Filter): DeadAsked {
  return {
    ...(campaign === "all" ? {} : { campaignId: campaign === "none" ? null : campaign }),
    ...(why === "any" ? {} : { why }),
  };
}

const sum = (counts: DeadCounts) => counts.reduce((all, one) => all + one.count, 0);

/** How many letters a filter shows. */
export function countOf(counts: DeadCounts, { campaign, why }: Filter): number {
  return sum(
    counts.filter(
      (one) =>
        (campaign === "all" || (one.campaignId ?? "none") === campaign) &&
        (why === "any" || one.why === why),
    ),
  );
}

interface FiltersProps {
  counts: DeadCounts;
  filter: Filter;
  mayExport: boolean;
  onChange: (filter: Filter) => void;
}

/** Campaign and reason of the letters to be shown, each with its number, and the same as a file. */
export function Filters({ counts, filter, mayExport, onChange }: FiltersProps) {
  const t = useTranslations("campaigns.undelivered");
  const report = useTranslations("campaigns.report");
  const names = new Map(counts.map((one) => [one.campaignId ?? "none", one.campaignName]));
  const campaigns = [...names].map(([value, name]) => ({
    value,
    label: name ? <UserText>{name}</UserText> : t("single"),
  }));
  const whys = (["unknown", ...DEAD_REASONS] as const)
    .map((why) => ({ why, count: countOf(counts, { ...filter, why }) }))
    .filter(({ why, count }) => count > 0 || why === filter.why)
    .map(({ why, count }) => ({
      value: why,
      label: t("counted", {
        name: why === "unknown" ? t("unknown") : report(`reasons.${why}`),
        count,
      }),
    }));
  const { campaign, why } = filter;
  const query = new URLSearchParams({
    ...(campaign === "all" ? {} : { campaignId: campaign }),
    ...(why === "any" ? {} : { why }),
  }).toString();

  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <Select
        aria-label={t("campaignFilter")}
        options={[{ value: "all", label: t("anyCampaign") }, ...campaigns]}
        value={campaign}
        onValueChange={(chosen) => onChange({ campaign: chosen, why: "any" })}
        className="w-full sm:w-64"
      />
      <Select
        aria-label={t("whyFilter")}
        options={[{ value: "any" as const, label: t("anyWhy") }, ...whys]}
        value={why}
        onValueChange={(chosen) => onChange({ ...filter, why: chosen })}
        className="w-full sm:w-72"
      />
      {mayExport ? (
        <a
          href={`/api/undelivered${query ? `?${query}` : ""}`}
          download
          className={`${buttonStyle("secondary", "small")} sm:ml-auto`}
        >
          <Download aria-hidden />
          {report("file.export")}
        </a>
      ) : null}
    </div>
  );
}
