"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

export interface RecentPage {
  href: string;
  title: string;
}

const KEY = "kairos.recent";
const KEPT = 8;

// Titles may name people, so they live in this tab only and end with it.
function read(): RecentPage[] {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(parsed) ? parsed.filter(isPage) : [];
  } catch {
    return [];
  }
}

function isPage(value: unknown): value is RecentPage {
  return (
    typeof value === "object" &&
    value !== null &&
    "href" in value &&
    typeof value.href === "string" &&
    value.href.startsWith("/") &&
    "title" in value &&
    typeof value.title === "string"
  );
}

function remember(page: RecentPage): void {
  const others = read().filter((other) => other.href !== page.href);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([page, ...others].slice(0, KEPT)));
  } catch {
    // No storage, no list: a convenience only.
  }
}

/** Pages of this tab, the latest first, without the current one. */
export function recentPages(current: string): RecentPage[] {
  return read().filter((page) => page.href !== current);
}

/** Called when the person or the workspace changes. */
export function forgetRecent(): void {
  sessionStorage.removeItem(KEY);
}

/** Keeps the list: a page is noted once its title has arrived, which may be after the address. */
export function useRecentPages(): void {
  const path = usePathname();
  useEffect(() => {
    const note = () => remember({ href: path, title: document.title.split(" · ")[0] ?? path });
    const observer = new MutationObserver(note);
    observer.observe(document.head, { childList: true, characterData: true, subtree: true });
    note();
    return () => observer.disconnect();
  }, [path]);
}
