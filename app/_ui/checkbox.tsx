"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface CheckboxProps extends Omit<Base.Root.Props, "className" | "render" | "children"> {
  /** Visible text; without it pass `aria-label`. */
  label?: ReactNode;
  hint?: ReactNode;
  className?: string;
}

/** On or off as part of a form that is sent later. An immediate effect is a Switch. */
export function Checkbox({ label, hint, className, ...props }: CheckboxProps) {
  const box = (
    <Base.Root
      {...props}
      className="flex size-4.5 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface data-checked:border-accent data-indeterminate:border-accent data-invalid:border-bad data-checked:bg-accent data-indeterminate:bg-accent data-disabled:opacity-50"
    >
      <Base.Indicator className="text-on-accent [&_svg]:size-3.5 [&_svg]:stroke-3">
        {props.indeterminate ? <Minus aria-hidden /> : <Check aria-hidden />}
      </Base.Indicator>
    </Base.Root>
  );
  if (!label) return <span className={cn("inline-flex p-1", className)}>{box}</span>;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the box inside it.
    <label className={cn("flex w-fit items-start gap-2.5 py-0.5 text-sm", className)}>
      <span className="flex h-5 items-center">{box}</span>
      <span>
        {label}
        {hint ? <span className="block text-ink-muted text-xs">{hint}</span> : null}
      </span>
    </label>
  );
}
