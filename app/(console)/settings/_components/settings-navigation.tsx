"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { Viewer } from "@/app/_trpc/server";
import { cn } from "@/app/_ui/cn";

const PARTS = [
  { id: "workspace", permission: "workspace.read" },
  { id: "entity", permission: "workspace.read" },
  { id: "brands", permission: "workspace.read" },
  { id: "people", permission: "members.read" },
  { id: "sending", permission: "workspace.configure" },
  { id: "api-keys", permission: "workspace.configure" },
  { id: "account", permission: null },
  { id: "audit", permission: "audit.read" },
  { id: "reads", permission: "audit.read" },
] as const;

/** The parts of the settings; a row that scrolls on narrow screens. */
export function SettingsNavigation({ permissions }: { permissions: Viewer["permissions"] }) {
  const t = useTranslations("settings.nav");
  const path = usePathname();
  const current = useRef<HTMLLIElement>(null);
  const parts = PARTS.filter((p) => p.permission === null || permissions.includes(p.permission));

  // On a narrow screen the row may begin left of the current part.
  useEffect(() => {
    if (path) current.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);

  return (
    <nav aria-label={t("label")} className="mb-6 max-lg:-mx-4 max-lg:overflow-x-auto max-lg:px-4">
      <ul className="flex gap-0.5 max-lg:w-max max-lg:min-w-full max-lg:border-b max-lg:pb-2 lg:sticky lg:top-20 lg:flex-col">
        {parts.map(({ id }) => {
          const href = `/settings/${id}`;
          const isCurrent = path === href || path.startsWith(`${href}/`);
          return (
            <li key={id} ref={isCurrent ? current : undefined} className="shrink-0">
              <Link
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={cn(
                  "flex h-8 items-center whitespace-nowrap rounded-md px-2 text-ink-muted hover:bg-hover hover:text-ink pointer-coarse:h-10",
                  isCurrent && "bg-pressed font-medium text-ink",
                )}
              >
                {t(id)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
