"use client";

import { Keyboard, LogOut, UserRound } from "lucide-react";
import { signOut } from "next-auth/react";
import { useLocale, useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { isLocale, type Locale } from "@/app/_i18n/locales";
import type { Viewer } from "@/app/_trpc/server";
import { Initials } from "@/app/_ui/initials";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "@/app/_ui/menu";
import { THEMES, type Theme } from "@/app/_ui/theme-key";
import { UserText } from "@/app/_ui/user-text";
import type { Preferences } from "./actions";
import { forgetRecent } from "./recent-pages";

interface UserMenuProps {
  viewer: Viewer;
  onPreference: (changed: Preferences) => void;
  onShortcuts: () => void;
}

// Languages are named in themselves, so that people find theirs from any other.
const LANGUAGES: { value: Locale; label: string }[] = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
];

/** The person: appearance, language, account, way out. */
export function UserMenu({ viewer, onPreference, onShortcuts }: UserMenuProps) {
  const t = useTranslations("nav.user");
  const locale = useLocale();
  const { theme = "system", setTheme } = useTheme();

  function changeTheme(next: Theme) {
    setTheme(next);
    onPreference({ theme: next });
  }

  async function leave() {
    forgetRecent();
    await signOut({ callbackUrl: "/sign-in" });
  }

  return (
    <Menu
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={t("menu")}
          className="flex size-9 shrink-0 items-center justify-center rounded-full hover:bg-hover"
        >
          <Initials name={viewer.user.name || viewer.user.email} className="size-7" />
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <UserText className="block truncate font-medium">{viewer.user.name}</UserText>
        <UserText className="block truncate text-ink-muted text-xs">{viewer.user.email}</UserText>
      </div>
      <MenuSeparator />
      <MenuChoice
        label={t("theme")}
        value={THEMES.find((known) => known === theme) ?? "system"}
        onValueChange={changeTheme}
        options={THEMES.map((value) => ({
          value,
          label: t(value),
        }))}
      />
      <MenuSeparator />
      <MenuChoice
        label={t("language")}
        value={isLocale(locale) ? locale : "en"}
        onValueChange={(next) => onPreference({ locale: next })}
        options={LANGUAGES.map(({ value, label }) => ({
          value,
          label: (
            <span lang={value} translate="no">
              {label}
            </span>
          ),
        }))}
      />
      <MenuSeparator />
      <MenuItem icon={UserRound} href="/settings/account">
        {t("account")}
      </MenuItem>
      <MenuItem icon={Keyboard} onSelect={onShortcuts}>
        {t("shortcuts")}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={leave}>
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
