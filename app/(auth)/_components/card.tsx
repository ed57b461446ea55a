import type { ReactNode } from "react";
import { cn } from "@/app/_ui/cn";

interface CardProps {
  title: ReactNode;
  text?: ReactNode;
  children?: ReactNode;
  /** Quieter ways on, below the card. */
  footer?: ReactNode;
  isWide?: boolean;
}

/** The one thing to do on a screen before sign-in. */
export function Card({ title, text, children, footer, isWide }: CardProps) {
  return (
    <div className={cn("w-full", isWide ? "max-w-2xl" : "max-w-sm")}>
      <div className="rounded-md border bg-surface p-6 sm:p-8">
        <h1 className="text-pretty break-words font-semibold text-xl">{title}</h1>
        {text ? <p className="mt-1 text-pretty text-ink-muted">{text}</p> : null}
        {children ? <div className="mt-6">{children}</div> : null}
      </div>
      {footer ? (
        <div className="mt-4 flex flex-wrap justify-center gap-x-6 gap-y-2 text-center">
          {footer}
        </div>
      ) : null}
    </div>
  );
}
