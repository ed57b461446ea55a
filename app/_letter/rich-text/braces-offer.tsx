"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import type { ActiveText } from "./active-text";
import { chipFromBraces } from "./braces";

/** Offers to make typed braces what they were meant to be; without them it shows nothing. */
export function BracesOffer({ active }: { active: ActiveText }) {
  const t = useTranslations("letter.inspector");
  const { view, braces } = active;
  if (!braces) return null;
  return (
    <section
      aria-label={t("braces")}
      className="flex flex-col gap-2 rounded-md bg-warn-soft p-3 font-normal text-sm text-warn-ink"
    >
      <p>
        {t.rich("bracesText", {
          source: () => (
            <code translate="no" className="break-all font-mono">
              {braces.source}
            </code>
          ),
        })}
      </p>
      <Button size="small" className="self-start" onClick={() => chipFromBraces(view, braces)}>
        {t("bracesTurn")}
      </Button>
    </section>
  );
}
