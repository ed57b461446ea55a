"use server";

import { refresh } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { rememberLocale } from "@/app/_i18n/actions";
import { isLocale, type Locale } from "@/app/_i18n/locales";
import { api, getViewer } from "@/app/_trpc/server";
import { THEMES, type Theme } from "@/app/_ui/theme-key";
import { BRAND_COOKIE, WORKSPACE_COOKIE } from "@/server/trpc";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const OPTIONS = { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax", httpOnly: true } as const;

/** Makes another of the person's workspaces the current one and starts at its home. */
export async function switchWorkspace(id: string): Promise<void> {
  const viewer = await getViewer();
  if (!viewer.workspaces.some((workspace) => workspace.id === id)) return;
  const jar = await cookies();
  jar.set(WORKSPACE_COOKIE, id, OPTIONS);
  jar.delete(BRAND_COOKIE);
  redirect("/");
}

/** Makes another brand of this workspace the current one; the page renders again for it. */
export async function switchBrand(id: string): Promise<void> {
  const viewer = await getViewer();
  if (!viewer.brands.some((brand) => brand.id === id)) return;
  (await cookies()).set(BRAND_COOKIE, id, OPTIONS);
}

export interface Preferences {
  locale?: Locale;
  theme?: Theme;
  shortcutsEnabled?: boolean;
}

/** Keeps what the person chose in the frame with their account; the rest of the profile stays. */
export async function savePreferences(changed: Preferences): Promise<void> {
  if (changed.locale) await rememberLocale(changed.locale);
  const caller = await api();
  const { name, locale, theme, shortcutsEnabled } = await caller.account.get();
  await caller.account.update({
    name,
    locale: isLocale(locale) ? locale : null,
    theme: THEMES.find((known) => known === theme) ?? "system",
    shortcutsEnabled,
    ...changed,
  });
  refresh();
}
