"use client";

import { useTranslations } from "next-intl";
import { MoneyText, NumberText } from "@/app/_ui/number";
import { Status } from "@/app/_ui/status";
import type { HiddenReason } from "@/server/catalog";
import { minorOf } from "../../contacts/_components/person-name";

/** An amount as it is stored (decimal text) in its currency. */
export function Amount({ amount, currency }: { amount: string | null; currency: string }) {
  if (amount === null) return <Nothing />;
  return (
    <MoneyText minor={minorOf(Math.round(Number(amount) * 100), currency)} currency={currency} />
  );
}

/** Pieces at hand; a product that is not counted says so. */
export function Stock({ stock }: { stock: number | null }) {
  const t = useTranslations("catalog");
  if (stock === null) return <span className="text-ink-muted">{t("notCounted")}</span>;
  return <NumberText value={stock} />;
}

export function Nothing() {
  return (
    <span aria-hidden className="text-ink-faint">
      –
    </span>
  );
}

/** Whether letters show the product, only without its picture, or not at all, and why. */
export function InLetters({ hiddenBy }: { hiddenBy: readonly HiddenReason[] }) {
  const t = useTranslations("catalog.letters");
  const reasons = hiddenBy.filter((reason) => reason !== "no_image");
  if (reasons.length === 0) {
    return <Status tone="ok">{t(hiddenBy.length === 0 ? "shown" : "shownPlain")}</Status>;
  }
  return (
    <Status tone={reasons.includes("archived") ? "neutral" : "warn"}>
      {reasons.map((reason) => t(`why.${reason}`)).join(" · ")}
    </Status>
  );
}
