"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { popupStyle } from "./control-style";

interface PopoverProps {
  trigger: ReactElement;
  /** Read aloud as the name of the panel. */
  title: ReactNode;
  isTitleHidden?: boolean;
  children: ReactNode;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
}

/** A small panel tied to a button: filters, a short form, an explanation. */
export function Popover(props: PopoverProps) {
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Trigger render={props.trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={props.align ?? "start"} className="z-50">
          <Base.Popup
            className={cn(popupStyle, "w-80 max-w-(--available-width) p-4", props.className)}
          >
            <Base.Title className={props.isTitleHidden ? "sr-only" : "mb-2 font-semibold text-sm"}>
              {props.title}
            </Base.Title>
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
