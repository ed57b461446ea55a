"use client";

import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import { toast } from "@/app/_ui/toast";
import type { LetterBlock } from "@/server/content/schemas";
import type { LetterEditing } from "./use-letter";

interface BlockToolsProps {
  block: LetterBlock;
  letter: LetterEditing;
  /** Tools of the block's own text. */
  children?: ReactNode;
}

/** What can be done to a part of the letter; appears while one works in it. */
export function BlockTools({ block, letter, children }: BlockToolsProps) {
  const t = useTranslations("campaigns.editor.blocks");
  const { blocks } = letter.document;
  const at = blocks.findIndex((one) => one.id === block.id);

  function remove() {
    letter.removeBlock(block.id);
    toast.message(t("removed"), { action: { label: t("undo"), onSelect: () => letter.undo?.() } });
  }

  return (
    <div
      role="toolbar"
      aria-label={t("tools")}
      className="absolute -top-9 right-0 z-10 hidden items-center rounded-md border bg-surface p-0.5 text-ink shadow-raised group-focus-within/block:flex group-hover/block:flex has-data-popup-open:flex"
    >
      {children}
      {children ? <span aria-hidden className="mx-0.5 h-5 w-px bg-line" /> : null}
      <IconButton
        icon={ArrowUp}
        label={t("up")}
        size="small"
        disabled={at <= 0}
        onClick={() => letter.moveBlock(block.id, -1)}
      />
      <IconButton
        icon={ArrowDown}
        label={t("down")}
        size="small"
        disabled={at >= blocks.length - 1}
        onClick={() => letter.moveBlock(block.id, 1)}
      />
      <IconButton icon={Trash2} label={t("remove")} size="small" onClick={remove} />
    </div>
  );
}
