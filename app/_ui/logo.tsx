import { useTranslations } from "next-intl";
import { cn } from "./cn";

interface LogoProps {
  /** Adds the name beside the mark. */
  withName?: boolean;
  className?: string;
}

/** The product's mark: a ring that is open at one moment. */
export function Logo({ withName, className }: LogoProps) {
  const t = useTranslations("common");
  return (
    <span className={cn("inline-flex items-center gap-2.5", className)}>
      <svg aria-hidden viewBox="0 0 32 32" fill="none" className="size-8 shrink-0">
        <rect width="32" height="32" rx="8" fill="#0f766e" />
        <path d="M16 7a9 9 0 1 0 9 9" stroke="#ffffff" strokeWidth="3" strokeLinecap="round" />
        <circle cx="22.4" cy="9.6" r="3" fill="#5eead4" />
      </svg>
      {withName ? (
        <span translate="no" className="font-semibold text-lg tracking-tight">
          {t("product")}
        </span>
      ) : null}
    </span>
  );
}
