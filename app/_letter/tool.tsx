"use client";

import { Toolbar } from "@base-ui/react/toolbar";
import type { LucideIcon } from "lucide-react";
import type { MouseEvent } from "react";
import { cn } from "@/app/_ui/cn";

interface ToolProps {
  icon: LucideIcon;
  /** What it does; read aloud and shown as tooltip. */
  label: string;
  /** Given for what can be on or off. */
  isOn?: boolean;
  disabled?: boolean;
  size?: "small" | "medium";
  onClick: (event: MouseEvent<HTMLElement>) => void;
}

export const toolStyle =
  "flex items-center justify-center rounded-sm hover:bg-hover data-disabled:opacity-45";

/** A button of a toolbar: one stop for all of them, arrows go from one to the next. */
export function Tool({ icon: Icon, label, isOn, disabled, size = "medium", onClick }: ToolProps) {
  return (
    <Toolbar.Button
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      disabled={disabled}
      focusableWhenDisabled
      // The text keeps its selection: pressing a tool must not take the focus from it.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onClick}
      className={cn(
        toolStyle,
        size === "small" ? "size-7" : "size-8",
        isOn && "bg-accent-soft text-accent-ink",
      )}
    >
      <Icon aria-hidden className="size-4" />
    </Toolbar.Button>
  );
}
