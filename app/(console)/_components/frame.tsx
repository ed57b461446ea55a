"use client";

import { Menu as MenuIcon, Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import type { Viewer } from "@/app/_trpc/server";
import { IconButton } from "@/app/_ui/icon-button";
import { Kbd } from "@/app/_ui/kbd";
import { Sheet } from "@/app/_ui/sheet";
import { DemoBand } from "../_demo/demo-band";
import { areasOf } from "./areas";
import { HaltBand } from "./halt-band";
import { Navigation } from "./navigation";
import { PlaceSwitch } from "./place-switch";
import { PreferenceSync } from "./preference-sync";
import { usePreferences } from "./preferences";
import { useRecentPages } from "./recent-pages";
import { useIsApple, useShortcuts } from "./shortcuts";
import { ShortcutsSheet } from "./shortcuts-sheet";
import { UserMenu } from "./user-menu";

// Not needed to see the page: fetched when it is first opened.
const CommandPalette = dynamic(() =>
  import("./command-palette").then((module) => module.CommandPalette),
);

interface FrameProps {
  viewer: Viewer;
  /** Since when nothing is sent (null: it is); no halt at all for who cannot have it resolved. */
  halt: { since: Date | null } | null;
  children: ReactNode;
}

/** Everything around a screen of the console: navigation, top bar, palette, shortcuts. */
export function Frame({ viewer, halt, children }: FrameProps) {
  const t = useTranslations("nav");
  const common = useTranslations("common");
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [wasPaletteOpened, setPaletteOpened] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const { main, below } = useMemo(() => areasOf(viewer), [viewer]);
  const areas = useMemo(() => [...main, ...below], [main, below]);

  const { preferences, save } = usePreferences(viewer);
  const isEnabled = preferences.shortcutsEnabled;

  const openPalette = useCallback(() => {
    setPaletteOpened(true);
    setPaletteOpen(true);
  }, []);
  const openSheet = useCallback(() => setSheetOpen(true), []);
  useShortcuts({ isEnabled, areas, onPalette: openPalette, onSheet: openSheet });
  useRecentPages();

  return (
    <div className="lg:not-print:grid lg:grid-cols-[14.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="-translate-y-16 fixed print:hidden top-2 left-2 z-60 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        {common("skipToContent")}
      </a>
      <aside className="hidden border-r bg-sunken lg:block print:hidden">
        <div className="sticky top-0 flex h-dvh flex-col gap-4 overflow-y-auto p-3">
          <PlaceSwitch viewer={viewer} />
          <Navigation main={main} below={below} />
        </div>
      </aside>
      <div className="flex min-h-dvh min-w-0 flex-col">
        <header className="print:hidden sticky top-0 z-30 flex h-14 items-center gap-2 border-b bg-canvas px-3 sm:px-4 lg:px-8">
          <span className="lg:hidden">
            <IconButton
              icon={MenuIcon}
              label={t("openMenu")}
              aria-expanded={isDrawerOpen}
              onClick={() => setDrawerOpen(true)}
            />
          </span>
          <SearchTrigger onOpen={openPalette} />
          <UserMenu viewer={viewer} onPreference={save} onShortcuts={openSheet} />
        </header>
        {viewer.workspace?.isDemo ? (
          <DemoBand
            workspaceId={viewer.workspace.id}
            mayRemove={viewer.role === "owner" || viewer.role === "admin"}
          />
        ) : null}
        {halt ? <HaltBand since={halt.since} /> : null}
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-7xl flex-1 px-4 py-6 outline-none lg:px-8"
        >
          {children}
        </main>
      </div>
      <Sheet
        side="left"
        open={isDrawerOpen}
        onOpenChange={setDrawerOpen}
        title={t("label")}
        isTitleHidden
        className="max-w-72 bg-sunken"
      >
        <div className="flex min-h-full flex-col gap-4">
          <div className="mr-8">
            <PlaceSwitch viewer={viewer} />
          </div>
          <Navigation main={main} below={below} onChoose={() => setDrawerOpen(false)} />
        </div>
      </Sheet>
      <PreferenceSync viewer={viewer} />
      <ShortcutsSheet
        areas={areas}
        isEnabled={isEnabled}
        onEnabledChange={(shortcutsEnabled) => save({ shortcutsEnabled })}
        open={isSheetOpen}
        onOpenChange={setSheetOpen}
      />
      {wasPaletteOpened ? (
        <CommandPalette
          viewer={viewer}
          areas={areas}
          open={isPaletteOpen}
          onOpenChange={setPaletteOpen}
        />
      ) : null}
    </div>
  );
}

function SearchTrigger({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations("nav");
  const isApple = useIsApple();
  return (
    <div className="min-w-0 flex-1">
      <button
        type="button"
        onClick={onOpen}
        aria-haspopup="dialog"
        className="flex h-9 w-full max-w-sm items-center gap-2 rounded-md border border-line bg-sunken px-3 text-ink-muted transition-colors hover:bg-hover"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate text-left">{t("search")}</span>
        <span aria-hidden className="flex gap-0.5 max-sm:hidden">
          <Kbd>{isApple ? "⌘" : t("ctrl")}</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
    </div>
  );
}
