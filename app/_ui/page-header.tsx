import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export interface Crumb {
  label: ReactNode;
  href: string;
}

interface PageHeaderProps {
  title: ReactNode;
  description?: ReactNode;
  /** The way down to this page; the page itself is not part of it. */
  breadcrumb?: readonly Crumb[];
  /** Beside the title: a status. */
  meta?: ReactNode;
  /** The one primary action, and quieter ones before it. */
  actions?: ReactNode;
}

/** Title line of a screen with its one primary action at the right. */
export function PageHeader({ title, description, breadcrumb, meta, actions }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        {breadcrumb?.length ? <Breadcrumb items={breadcrumb} /> : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-pretty break-words font-semibold text-xl">{title}</h1>
          {meta}
        </div>
        {description ? (
          <p className="mt-1 max-w-prose text-pretty text-ink-muted">{description}</p>
        ) : null}
      </div>
      {actions ? (
        <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div>
      ) : null}
    </header>
  );
}

/** The way down to a page as links. */
function Breadcrumb({ items }: { items: readonly Crumb[] }) {
  const t = useTranslations("common");
  return (
    <nav aria-label={t("breadcrumb")} className="mb-1">
      <ol className="flex flex-wrap items-center gap-1 text-ink-muted text-xs">
        {items.map((item, index) => (
          <li key={item.href} className="flex items-center gap-1">
            {index > 0 ? <ChevronRight aria-hidden className="size-3.5 text-ink-faint" /> : null}
            <Link href={item.href} className="rounded-sm py-1 hover:text-ink hover:underline">
              {item.label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
