"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "@/app/_ui/cn";

const PARTS = ["domains", "servers", "limits"] as const;

/** The parts of what concerns sending, each with an address of its own. */
export function SendingNav() {
  const t = useTranslations("senders.nav");
  const path = usePathname();
  return (
    <nav aria-label={t("label")} className="mb-6 overflow-x-auto border-b">
      <ul className="flex gap-5">
        {PARTS.map((part) => {
          const href = `/settings/sending/${part}`;
          const isCurrent = path === href;
          return (
            <li key={part}>
              <Link
                href={href}
                aria-current={isCurrent ? "page" : undefined}
                className={cn(
                  "-outline-offset-2 -mb-px flex h-10 items-center whitespace-nowrap border-transparent border-b-2 font-medium text-ink-muted hover:text-ink",
                  isCurrent && "border-accent text-ink",
                )}
              >
                {t(part)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
