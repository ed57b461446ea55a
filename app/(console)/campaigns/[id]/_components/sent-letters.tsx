import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import type { Campaign } from "./campaign";
import { Preview } from "./preview";
import { variantName } from "./variant-bar";

/** What was sent: the letter, or each variant of it. */
export function SentLetters({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns.variants");
  const { variants } = campaign;
  const [shown, setShown] = useState(campaign.variantId);
  return (
    <div className="max-w-2xl">
      {variants.length > 1 ? (
        <fieldset className="mb-4 flex flex-wrap gap-2">
          <legend className="sr-only">{t("label")}</legend>
          {variants.map(({ id, position }) => (
            <Button
              key={id}
              size="small"
              variant={id === shown ? "secondary" : "ghost"}
              aria-pressed={id === shown}
              onClick={() => setShown(id)}
            >
              {t("name", { name: variantName(position) })}
            </Button>
          ))}
        </fieldset>
      ) : null}
      <Preview
        key={shown}
        campaignId={campaign.id}
        variantId={shown}
        revision={campaign.revision}
        topicId={campaign.topic.id}
      />
    </div>
  );
}
