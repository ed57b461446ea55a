"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command, defaultFilter } from "cmdk";
import { FileUp, History, MailPlus, Search, Shapes } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Viewer } from "@/app/_trpc/server";
import { cn } from "@/app/_ui/cn";
import { popupStyle } from "@/app/_ui/control-style";
import { scrimStyle } from "@/app/_ui/popup-parts";
import { UserText } from "@/app/_ui/user-text";
import type { Area } from "./areas";
import { Group, Item } from "./palette-parts";
import { PeopleGroup, usePeople } from "./palette-people";
import { recentPages } from "./recent-pages";

// What counts are the words people see, not the ids of the lines.
function byWords(_id: string, search: string, words: string[] = []): number {
  return defaultFilter(words.join(" "), search);
}

interface CommandPaletteProps {
  viewer: Viewer;
  areas: readonly Area[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Go anywhere, create things, find people: one field, no pointer needed. */
export function CommandPalette({ viewer, areas, open, onOpenChange }: CommandPaletteProps) {
  const t = useTranslations("nav");
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={scrimStyle} />
        <Dialog.Viewport className="fixed inset-0 z-50 flex items-start justify-center p-4 sm:pt-[12vh]">
          <Dialog.Popup className={cn(popupStyle, "w-full max-w-xl overflow-hidden")}>
            <Dialog.Title className="sr-only">{t("palette.title")}</Dialog.Title>
            <Palette viewer={viewer} areas={areas} onDone={() => onOpenChange(false)} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface PaletteProps {
  viewer: Viewer;
  areas: readonly Area[];
  onDone: () => void;
}

function Palette({ viewer, areas, onDone }: PaletteProps) {
  const t = useTranslations("nav");
  const router = useRouter();
  const path = usePathname();
  const [text, setText] = useState("");
  // Read once when the palette opens.
  const [recent] = useState(() => recentPages(path));
  const may = (permission: Viewer["permissions"][number]) =>
    viewer.permissions.includes(permission);

  const { people, isSearching, isFailed } = usePeople(text, may("contacts.read"));

  function go(href: string) {
    onDone();
    router.push(href);
  }

  return (
    <Command label={t("palette.title")} filter={byWords} loop>
      <div className="flex items-center gap-2 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-ink-faint" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={t("palette.placeholder")}
          className="h-12 w-full min-w-0 bg-transparent text-base outline-none"
        />
      </div>
      <p role="status" className="px-4 pt-2 text-ink-muted text-xs empty:hidden">
        {isSearching ? t("palette.searching") : null}
        {isFailed ? t("palette.searchFailed") : null}
      </p>
      <Command.List
        label={t("palette.title")}
        className="max-h-[min(24rem,60vh)] overflow-y-auto p-2"
      >
        <Group heading={t("palette.goTo")}>
          {areas.map((area) => (
            <Item
              key={area.id}
              id={`go-${area.id}`}
              icon={area.icon}
              onSelect={() => go(area.href)}
            >
              {t(area.id)}
            </Item>
          ))}
        </Group>
        {may("contacts.import") || may("segments.write") || may("campaigns.write") ? (
          <Group heading={t("palette.create")}>
            {may("contacts.import") ? (
              <Item id="new-import" icon={FileUp} onSelect={() => go("/contacts/import")}>
                {t("palette.newImport")}
              </Item>
            ) : null}
            {may("segments.write") ? (
              <Item id="new-segment" icon={Shapes} onSelect={() => go("/segments?new=1")}>
                {t("palette.newSegment")}
              </Item>
            ) : null}
            {may("campaigns.write") ? (
              <Item id="new-campaign" icon={MailPlus} onSelect={() => go("/campaigns?new=1")}>
                {t("palette.newCampaign")}
              </Item>
            ) : null}
          </Group>
        ) : null}
        <PeopleGroup text={text} people={people} onChoose={go} />
        {recent.length > 0 ? (
          <Group heading={t("palette.recent")}>
            {recent.map((page) => (
              <Item
                key={page.href}
                id={`recent-${page.href}`}
                icon={History}
                keywords={[page.title]}
                onSelect={() => go(page.href)}
              >
                <UserText className="truncate">{page.title}</UserText>
              </Item>
            ))}
          </Group>
        ) : null}
      </Command.List>
      {/* Beside the list, not in it: a listbox holds options and nothing else. */}
      <Command.Empty role="status" className="px-4 pt-2 pb-8 text-center text-ink-muted">
        {isSearching ? null : t("palette.empty")}
      </Command.Empty>
    </Command>
  );
}
