import type { ReactNode } from "react";
import { cn } from "./cn";

/** A key as printed on the keyboard. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      translate="no"
      className={cn(
        "inline-flex h-5 min-w-5 items-center justify-center rounded-sm border bg-sunken px-1 font-sans text-ink-muted text-xs",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
