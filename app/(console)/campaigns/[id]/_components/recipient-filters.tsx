"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { buttonStyle } from "@/app/_ui/button-style";
import { SearchField } from "@/app/_ui/search-field";
import { Select } from "@/app/_ui/select";
import {
  BOUNCES,
  type Bounce,
  MESSAGE_STATES,
  type MessageState,
  REASONS,
  type Reason,
} from "@/server/delivery/schemas";
import type { CampaignProgress } from "./campaign";

/** Which of the recipients are shown; a refusal has a kind beside its reason. */
export interface Filter {
  state: MessageState | "all";
  why: Reason | `bounce ${Bounce}` | "any";
  search: string;
}

export const EVERYBODY: Filter = { state: "all", why: "any", search: "" };

const isBounce = (why: Filter["why"]): why is `bounce ${Bounce}` => why.startsWith("bounce ");

/** The filter as the server asks for it: what is not narrowed is left out. */
export function askedBy({ state, why, search }: Filter) {
  const bounce = BOUNCES.find((name) => why === `bounce ${name}`);
  return {
    ...(state === "all" ? {} : { state }),
    ...(bounce ? { bounce } : {}),
    ...(why === "any" || isBounce(why) ? {} : { reason: why }),
    ...(search ? { search } : {}),
  };
}

interface RecipientFiltersProps {
  campaignId: string;
  /** Null until it is known. */
  progress: CampaignProgress | null;
  filter: Filter;
  mayExport: boolean;
  onChange: (filter: Filter) => void;
}

/** State, reason and address of the recipients to be shown, and the same as a file. */
export function RecipientFilters(props: RecipientFiltersProps) {
  const { campaignId, progress, filter, mayExport, onChange } = props;
  const t = useTranslations("campaigns.report");
  const count = (reason: Reason) => progress?.reasons[reason] ?? 0;
  const states = [
    { value: "all" as const, label: t("all") },
    ...MESSAGE_STATES.filter(
      (name) => !progress || progress.states[name] > 0 || name === filter.state,
    ).map((name) => ({ value: name, label: t(`states.${name}`) })),
  ];
  const reasons = REASONS.filter((name) => count(name) > 0 || name === filter.why);
  const bounces = reasons.includes("rejected") || isBounce(filter.why) ? BOUNCES : [];
  const whys = [
    { value: "any" as const, label: t("anyReason") },
    ...reasons.map((value) => ({ value, label: t(`reasons.${value}`) })),
    ...bounces.map((name) => ({ value: `bounce ${name}` as const, label: t(`bounces.${name}`) })),
  ];
  const query = new URLSearchParams(askedBy(filter)).toString();

  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <SearchField
        label={t("search.label")}
        placeholder={t("search.placeholder")}
        clearLabel={t("search.clear")}
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search: search.trim() })}
      />
      <Select
        aria-label={t("filter")}
        options={states}
        value={filter.state}
        onValueChange={(state) => onChange({ ...filter, state, why: "any" })}
        className="w-full sm:w-52"
      />
      {whys.length > 1 ? (
        <Select
          aria-label={t("reasonFilter")}
          options={whys}
          value={filter.why}
          onValueChange={(why) => onChange({ ...filter, why })}
          className="w-full sm:w-64"
        />
      ) : null}
      {mayExport ? (
        <a
          href={`/api/campaigns/${campaignId}/recipients${query ? `?${query}` : ""}`}
          download
          className={`${buttonStyle("secondary", "small")} sm:ml-auto`}
        >
          <Download aria-hidden />
          {t("file.export")}
        </a>
      ) : null}
    </div>
  );
}
