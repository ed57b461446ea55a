"use client";

import { useTranslations } from "next-intl";
import { Kbd } from "@/app/_ui/kbd";
import { Sheet } from "@/app/_ui/sheet";
import { Switch } from "@/app/_ui/switch";
import type { Area } from "./areas";
import { useIsApple } from "./shortcuts";

interface ShortcutsSheetProps {
  areas: readonly Area[];
  isEnabled: boolean;
  onEnabledChange: (isEnabled: boolean) => void;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** All keyboard shortcuts, and the switch that turns single keys off. */
export function ShortcutsSheet(props: ShortcutsSheetProps) {
  const { areas, isEnabled, onEnabledChange, open, onOpenChange } = props;
  const t = useTranslations("nav");
  const isApple = useIsApple();

  const rows = [
    { id: "palette", label: t("shortcuts.palette"), keys: [isApple ? "⌘" : t("ctrl"), "K"] },
    { id: "sheet", label: t("shortcuts.sheet"), keys: ["?"] },
    ...areas.flatMap((area) =>
      area.key ? [{ id: area.id, label: t(area.id), keys: ["g", area.key] }] : [],
    ),
  ];

  return (
    <Sheet
      open={open}
      onOpenChange={onOpenChange}
      title={t("shortcuts.title")}
      description={t("shortcuts.description")}
    >
      <Switch
        label={t("shortcuts.enabled")}
        hint={t("shortcuts.enabledHint")}
        checked={isEnabled}
        onCheckedChange={onEnabledChange}
      />
      <dl className="mt-4 flex flex-col">
        {rows.map((row) => (
          <div key={row.id} className="flex h-10 items-center justify-between gap-4 border-t">
            <dt>{row.label}</dt>
            <dd className="flex items-center gap-1">
              {row.keys.map((key, index) => (
                <span key={key} className="flex items-center gap-1">
                  {index > 0 && row.keys[0] === "g" ? (
                    <span className="text-ink-muted text-xs">{t("shortcuts.then")}</span>
                  ) : null}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
