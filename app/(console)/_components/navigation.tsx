"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "@/app/_ui/cn";
import { type Area, isWithin } from "./areas";

interface NavigationProps {
  main: readonly Area[];
  below: readonly Area[];
  /** On narrow screens the drawer closes after a choice. */
  onChoose?: () => void;
}

/** The areas of the product; the current one is marked for eyes and ears. */
export function Navigation({ main, below, onChoose }: NavigationProps) {
  const t = useTranslations("nav");
  const path = usePathname();

  const list = (areas: readonly Area[]) => (
    <ul className="flex flex-col gap-0.5">
      {areas.map(({ id, href, icon: Icon }) => {
        const isCurrent = isWithin(path, href);
        return (
          <li key={id}>
            <Link
              href={href}
              onClick={onChoose}
              aria-current={isCurrent ? "page" : undefined}
              className={cn(
                "flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-ink-muted transition-colors hover:bg-hover hover:text-ink pointer-coarse:h-10",
                isCurrent && "bg-pressed text-ink [&_svg]:text-accent",
              )}
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              {t(id)}
            </Link>
          </li>
        );
      })}
    </ul>
  );

  return (
    <nav aria-label={t("label")} className="flex min-h-0 flex-1 flex-col justify-between gap-6">
      {list(main)}
      {list(below)}
    </nav>
  );
}
