"use client";

import { Popover } from "@base-ui/react/popover";
import { Command } from "cmdk";
import { useTranslations } from "next-intl";
import { cn } from "@/app/_ui/cn";
import { itemStyle, popupStyle } from "@/app/_ui/control-style";
import type { BlockType } from "@/server/content/schemas";
import type { InsertRequest } from "../letter-context";
import { BLOCK_TYPES } from "../new-block";

interface InsertMenuProps {
  request: InsertRequest | null;
  /** Whether the place may hold this kind of part. */
  isAllowed: (type: BlockType) => boolean;
  onPick: (type: BlockType) => void;
  onClose: () => void;
}

/** The menu of parts: typed into, arrowed through, or clicked. */
export function InsertMenu({ request, isAllowed, onPick, onClose }: InsertMenuProps) {
  const t = useTranslations("letter");
  return (
    <Popover.Root open={request !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Popover.Portal>
        <Popover.Positioner anchor={request?.anchor} sideOffset={6} align="start" className="z-50">
          <Popover.Popup className={cn(popupStyle, "w-64 p-1")}>
            <Popover.Title className="sr-only">{t("insert.title")}</Popover.Title>
            <Command label={t("insert.title")}>
              <Command.Input
                autoFocus
                placeholder={t("insert.search")}
                className="h-9 w-full bg-transparent px-2 text-sm outline-none placeholder:text-ink-faint"
              />
              <Command.List label={t("insert.title")} className="max-h-80 overflow-y-auto">
                <Command.Empty className="px-2 py-3 text-ink-muted text-sm">
                  {t("insert.none")}
                </Command.Empty>
                {BLOCK_TYPES.filter(isAllowed).map((type) => (
                  <Command.Item
                    key={type}
                    value={type}
                    keywords={[t(`blocks.${type}`)]}
                    onSelect={() => onPick(type)}
                    className={cn(itemStyle, "data-[selected=true]:bg-hover")}
                  >
                    <span className="flex-1">{t(`blocks.${type}`)}</span>
                  </Command.Item>
                ))}
              </Command.List>
            </Command>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
