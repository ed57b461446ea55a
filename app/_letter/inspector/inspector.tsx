"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { useLetter } from "../letter-context";
import { type ActiveText, useActiveText } from "../rich-text/active-text";
import { BracesOffer } from "../rich-text/braces-offer";
import { changeTag } from "../rich-text/commands";
import { TagFields } from "../rich-text/tag-fields";
import { ancestors, find } from "../tree";
import { FOOTER } from "../use-document";
import { AlignField, BlockFields } from "./block-fields";

/** Settings of what is chosen: a part, and the chip in its text if one is. */
export function Inspector() {
  const active = useActiveText();
  return (
    <div className="flex flex-col gap-4">
      {active ? <TextSettings active={active} /> : null}
      <PartSettings />
    </div>
  );
}

function TextSettings({ active }: { active: ActiveText }) {
  const t = useTranslations("letter.inspector");
  const { view, chip } = active;
  return (
    <>
      {chip ? (
        <section aria-label={t("tag")} className="flex flex-col gap-3 border-b pb-4">
          <h2 className="font-semibold text-sm">{t("tag")}</h2>
          <TagFields value={chip} onChange={(tag) => changeTag(view, chip.at, tag)} />
          <Button size="small" className="self-start" onClick={() => view.focus()}>
            {t("back")}
          </Button>
        </section>
      ) : null}
      {active.field.startsWith("blocks.") ? <BracesOffer active={active} /> : null}
    </>
  );
}

function PartSettings() {
  const t = useTranslations("letter");
  const { letter } = useLetter();
  if (letter.selected === FOOTER) {
    const { footer } = letter.document;
    return (
      <>
        <h2 className="font-semibold text-sm">{t("footer.label")}</h2>
        <AlignField
          value={footer.align}
          onChange={(align) =>
            letter.edit("footer.align", (draft) => ({ ...draft, footer: { align } }))
          }
        />
        <p className="text-ink-muted text-sm">{t("footer.fixed")}</p>
      </>
    );
  }
  const found = letter.selected ? find(letter.document, letter.selected) : null;
  if (!found) return <p className="text-ink-muted text-sm">{t("inspector.nothing")}</p>;
  return (
    <>
      <Path id={found.block.id} />
      <h2 className="font-semibold text-sm">{t(`blocks.${found.block.type}`)}</h2>
      {/* Another part, other fields: what was typed into one must not stand in the next. */}
      <BlockFields key={found.block.id} block={found.block} />
    </>
  );
}

/** The parts around the chosen one: the way to what lies behind others. */
function Path({ id }: { id: string }) {
  const t = useTranslations("letter");
  const { letter } = useLetter();
  const around = ancestors(letter.document, id);
  if (around.length === 0) return null;
  return (
    <nav aria-label={t("inspector.path")}>
      <ol className="flex flex-wrap gap-1">
        {around.map((block) => (
          <li key={block.id}>
            <Button size="small" variant="ghost" onClick={() => letter.select(block.id)}>
              {t(`blocks.${block.type}`)} ›
            </Button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
