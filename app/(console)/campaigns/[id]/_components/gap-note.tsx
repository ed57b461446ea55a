"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { createContext, use } from "react";
import { UserText } from "@/app/_ui/user-text";
import type { Campaign } from "./campaign";
import { useGapQuery } from "./use-gaps";

const Asked = createContext<Campaign | null>(null);
export const GapProvider = Asked.Provider;

/** Says how many people of the audience lack the data of a merge tag, and what they will read. */
export function GapNote(props: { variable: string; fallback: string }) {
  const campaign = use(Asked);
  return campaign ? <Counted {...props} campaign={campaign} /> : null;
}

function Counted(props: { variable: string; fallback: string; campaign: Campaign }) {
  const t = useTranslations("campaigns.editor.gaps");
  const fallback = props.fallback.trim();
  const { data } = useQuery(useGapQuery(props.campaign)(props.variable));
  if (!data) return null;
  const { count } = data;
  const isPartial = String(data.isPartial);
  const isGap = count > 0 && fallback === "";
  return (
    <p role="status" className={isGap ? "text-warn-ink text-xs" : "text-ink-muted text-xs"}>
      {isGap
        ? t("gap", { count, isPartial })
        : t.rich("covered", {
            count,
            isPartial,
            text: () => <UserText>{`“${fallback}”`}</UserText>,
          })}
    </p>
  );
}
