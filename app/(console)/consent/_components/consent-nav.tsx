"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "@/app/_ui/cn";

const PARTS = [
  { id: "topics", href: "/consent" },
  { id: "ledger", href: "/consent/ledger" },
  { id: "suppressions", href: "/consent/suppressions" },
] as const;

/** The parts of the area, each with an address of its own. */
export function ConsentNav() {
  const t = useTranslations("consent.nav");
  const path = usePathname();
  return (
    <nav aria-label={t("label")} className="mb-6 overflow-x-auto border-b">
      <ul className="flex gap-5">
        {PARTS.map((part) => (
          <li key={part.id}>
            <Link
              href={part.href}
              aria-current={path === part.href ? "page" : undefined}
              className={cn(
                "-outline-offset-2 -mb-px flex h-10 items-center whitespace-nowrap border-transparent border-b-2 font-medium text-ink-muted hover:text-ink",
                path === part.href && "border-accent text-ink",
              )}
            >
              {t(part.id)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
