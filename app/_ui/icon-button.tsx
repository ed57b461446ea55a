"use client";

import type { LucideIcon } from "lucide-react";
import { Button, type ButtonProps } from "./button";
import { cn } from "./cn";
import { Tooltip } from "./tooltip";

export interface IconButtonProps extends Omit<ButtonProps, "children" | "aria-label"> {
  icon: LucideIcon;
  /** What it does; read aloud and shown as tooltip. */
  label: string;
}

/** A square button with only an icon; its label appears as tooltip. */
export function IconButton({
  icon: Icon,
  label,
  variant = "ghost",
  size = "medium",
  className,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <Button
        {...props}
        aria-label={label}
        variant={variant}
        size={size}
        className={cn("px-0", size === "small" ? "w-7" : "w-9", className)}
      >
        <Icon aria-hidden />
      </Button>
    </Tooltip>
  );
}
