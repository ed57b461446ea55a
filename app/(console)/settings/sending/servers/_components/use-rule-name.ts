"use client";

import { useTranslations } from "next-intl";
import { ROUTE_KINDS } from "@/server/senders/schemas";
import type { Rule, RuleList } from "../../_components/types";

/** What a rule is about, in words: "Marketing of Nord". */
export function useRuleName(brands: RuleList["brands"]) {
  const t = useTranslations("senders.rules");
  return ({ brandId, kind }: Pick<Rule, "brandId" | "kind">): string => {
    const known = ROUTE_KINDS.find((one) => one === kind);
    const what = known ? t(`kinds.${known}`) : t("kinds.any");
    const brand = brands.find(({ id }) => id === brandId)?.name;
    return brand === undefined ? t("ofAll", { what }) : t("ofBrand", { what, brand });
  };
}
