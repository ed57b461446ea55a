"use client";

import { Switch as Base } from "@base-ui/react/switch";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface SwitchProps extends Omit<Base.Root.Props, "className" | "render" | "children"> {
  label: ReactNode;
  hint?: ReactNode;
  className?: string;
}

/** A setting that takes effect at once. */
export function Switch({ label, hint, className, ...props }: SwitchProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the switch inside it.
    <label className={cn("flex items-start justify-between gap-4 py-1 text-sm", className)}>
      <span>
        {label}
        {hint ? <span className="block text-ink-muted text-xs">{hint}</span> : null}
      </span>
      <Base.Root
        {...props}
        className="flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-pressed p-0.5 transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Thumb className="size-3.5 rounded-full bg-ink-muted transition-transform data-checked:translate-x-4 data-checked:bg-on-accent" />
      </Base.Root>
    </label>
  );
}
