"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { CloseButton, scrimStyle } from "./popup-parts";

interface SheetProps {
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  side?: "left" | "right";
  /** The title is read aloud only. */
  isTitleHidden?: boolean;
  className?: string;
}

/** A panel from the edge: details beside a list, or the navigation on a narrow screen. */
export function Sheet(props: SheetProps) {
  const { trigger, open, onOpenChange, title, description, children, footer } = props;
  const isLeft = props.side === "left";
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={scrimStyle} />
        <Base.Popup
          className={cn(
            "fixed inset-y-0 z-50 flex w-full max-w-md flex-col border-line bg-surface shadow-raised outline-none transition-transform duration-150",
            isLeft
              ? "left-0 border-r data-ending-style:-translate-x-full data-starting-style:-translate-x-full"
              : "right-0 border-l data-ending-style:translate-x-full data-starting-style:translate-x-full",
            props.className,
          )}
        >
          <div className={props.isTitleHidden ? "sr-only" : "border-b px-5 py-4 pr-12"}>
            <Base.Title className="font-semibold text-base">{title}</Base.Title>
            {description ? (
              <Base.Description className="mt-1 text-ink-muted">{description}</Base.Description>
            ) : null}
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-5">{children}</div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</div>
          ) : null}
          <CloseButton />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
