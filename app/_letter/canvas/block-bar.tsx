"use client";

import { Toolbar } from "@base-ui/react/toolbar";
import { ArrowDown, ArrowUp, Copy, Plus, Settings2, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useLetter } from "../letter-context";
import { Tool } from "../tool";
import type { Found } from "../tree";
import { Handle } from "./drag";

interface BlockBarProps {
  found: Found;
  isSelected: boolean;
}

/** What can be done to a part: taken by its handle, and everything also by buttons. */
export function BlockBar({ found, isSelected }: BlockBarProps) {
  const t = useTranslations("letter");
  const { letter, askInsert, showSettings } = useLetter();
  const { block, place } = found;
  const after = { parent: place.parent, index: place.index + 1 };
  const name = t(`blocks.${block.type}`);
  return (
    <Toolbar.Root
      aria-label={t("bar.label", { name })}
      className="letter-bar absolute right-0 -top-8 z-10 flex items-center rounded-md border bg-surface font-sans text-ink shadow-raised"
    >
      <Handle id={block.id} label={t("bar.drag", { name })} />
      {isSelected ? (
        <>
          <Tool
            icon={ArrowUp}
            size="small"
            label={t("bar.up")}
            onClick={() => letter.step(block.id, -1)}
          />
          <Tool
            icon={ArrowDown}
            size="small"
            label={t("bar.down")}
            onClick={() => letter.step(block.id, 1)}
          />
          <Tool
            icon={Copy}
            size="small"
            label={t("bar.copy")}
            onClick={() => letter.duplicate(block, after)}
          />
          <Tool
            icon={Plus}
            size="small"
            label={t("bar.add")}
            onClick={(event) => askInsert({ anchor: event.currentTarget, place: after })}
          />
          <Tool icon={Settings2} size="small" label={t("bar.settings")} onClick={showSettings} />
          <Tool
            icon={Trash2}
            size="small"
            label={t("bar.remove")}
            onClick={() => letter.remove(block.id)}
          />
        </>
      ) : null}
    </Toolbar.Root>
  );
}
