"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactElement, ReactNode, RefObject } from "react";
import { cn } from "./cn";
import { popupStyle } from "./control-style";
import { CloseButton, scrimStyle } from "./popup-parts";

interface DialogProps {
  /** The element that opens it; leave out when `open` is controlled. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the main one last. `DialogClose` closes. */
  footer?: ReactNode;
  size?: "small" | "medium" | "large";
  /** A press beside it does not close it: what it shows is lost with it. */
  isHeld?: boolean;
  /** Takes the focus afterwards, where what opened it may be gone by then. */
  returnTo?: RefObject<HTMLElement | null>;
  /** When it has gone from the screen: the time to forget what it showed. */
  onClosed?: () => void;
}

const WIDTHS = { small: "max-w-sm", medium: "max-w-lg", large: "max-w-3xl" };

/** A short task on top of the page. Long tasks get a page, side notes a Sheet. */
export function Dialog(props: DialogProps) {
  const { trigger, open, onOpenChange, title, description, children, footer, onClosed } = props;
  return (
    <Base.Root
      open={open}
      onOpenChange={onOpenChange}
      onOpenChangeComplete={(isOpen) => (isOpen ? undefined : onClosed?.())}
      disablePointerDismissal={props.isHeld}
    >
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={scrimStyle} />
        <Base.Viewport className="fixed inset-0 z-50 flex items-start justify-center overflow-y-auto p-4 sm:pt-[12vh]">
          <Base.Popup
            finalFocus={props.returnTo}
            className={cn(popupStyle, "relative w-full p-5", WIDTHS[props.size ?? "medium"])}
          >
            <Base.Title className="pr-8 font-semibold text-base">{title}</Base.Title>
            {description ? (
              <Base.Description className="mt-1 text-ink-muted">{description}</Base.Description>
            ) : null}
            {children ? <div className="mt-4">{children}</div> : null}
            {footer ? <div className="mt-5 flex flex-wrap justify-end gap-2">{footer}</div> : null}
            <CloseButton />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** A button inside a dialog or sheet that closes it. */
export function DialogClose({ render }: { render: ReactElement }) {
  return <Base.Close render={render} />;
}
