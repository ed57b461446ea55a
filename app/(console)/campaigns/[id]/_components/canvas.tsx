"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { UserText } from "@/app/_ui/user-text";
import type { LetterProblem } from "@/server/content/schemas";
import { CanvasBlock } from "./canvas-block";
import { CanvasFooter, type FooterText } from "./canvas-footer";
import { InboxLine } from "./inbox-line";
import type { LetterEditing } from "./use-letter";

/** What the letter is drawn with besides its own text. */
export interface CanvasLook {
  brand: { name: string; logoUrl: string | null; senderName: string; senderEmail: string };
  colours: { brand: string; onBrand: string; link: string };
  footer: FooterText;
  imprintMissing: readonly string[];
  attributes: readonly { key: string; label: string }[];
}

interface CanvasProps {
  letter: LetterEditing;
  look: CanvasLook;
  problems: readonly LetterProblem[];
  isReadOnly: boolean;
}

const BLOCK_TYPES = ["heading", "text", "button"] as const;

/** The letter as it will look, written in place. Stays light: so does the mail. */
export function Canvas({ letter, look, problems, isReadOnly }: CanvasProps) {
  const t = useTranslations("campaigns.editor");
  return (
    <section
      aria-label={t("canvas")}
      className="overflow-hidden rounded-md border [color-scheme:light]"
    >
      <InboxLine letter={letter} look={look} problems={problems} isReadOnly={isReadOnly} />
      <div className="bg-[#f1f3f6] px-3 py-6 sm:px-6">
        <div className="mx-auto max-w-[600px] bg-white px-5 pt-7 pb-8 text-[#14181f] [font-family:Helvetica,Arial,sans-serif] sm:px-8">
          <div className="mb-8 flex h-10 items-center">
            {look.brand.logoUrl ? (
              // biome-ignore lint/performance/noImgElement: drawn as in the mail, from the same address.
              <img src={look.brand.logoUrl} alt={look.brand.name} className="h-10 max-w-60" />
            ) : (
              <UserText className="font-bold text-lg">{look.brand.name}</UserText>
            )}
          </div>
          {letter.document.blocks.map((block) => (
            <CanvasBlock
              key={block.id}
              block={block}
              letter={letter}
              look={look}
              problems={problems}
              isReadOnly={isReadOnly}
            />
          ))}
          {isReadOnly ? null : (
            <Menu
              align="start"
              trigger={
                <Button
                  size="small"
                  variant="ghost"
                  className="mb-6 font-sans text-[#4f5968] hover:bg-[#eef0f3] hover:text-[#14181f]"
                >
                  <Plus aria-hidden />
                  {t("blocks.add")}
                </Button>
              }
            >
              {BLOCK_TYPES.map((type) => (
                <MenuItem key={type} onSelect={() => letter.addBlock(type)}>
                  {t(`blocks.${type}`)}
                </MenuItem>
              ))}
            </Menu>
          )}
          <CanvasFooter footer={look.footer} imprintMissing={look.imprintMissing} />
        </div>
      </div>
    </section>
  );
}
