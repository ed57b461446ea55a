"use client";

import { Field as Base } from "@base-ui/react/field";
import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface FieldProps {
  label: ReactNode;
  /** Explains the field before anything is wrong. */
  hint?: ReactNode;
  /** The sentence of the error; marks the control invalid and is tied to it. */
  error?: ReactNode;
  /** Says "(optional)" beside the label; required is the silent default. */
  isOptional?: boolean;
  /** Keeps the label for screen readers only. */
  isLabelHidden?: boolean;
  disabled?: boolean;
  className?: string;
  /** Exactly one control: Input, Textarea, Select, Combobox, … */
  children: ReactNode;
}

/** Label, control, hint and error as one; ids are tied by the primitive. */
export function Field(props: FieldProps) {
  const { label, hint, error, isOptional, isLabelHidden, disabled, className, children } = props;
  const t = useTranslations("common");
  return (
    <Base.Root
      invalid={Boolean(error)}
      disabled={disabled}
      className={cn("flex min-w-0 flex-col gap-1.5", className)}
    >
      <Base.Label className={isLabelHidden ? "sr-only" : "w-fit font-medium text-sm"}>
        {label}
        {isOptional ? <span className="font-normal text-ink-muted"> {t("optional")}</span> : null}
      </Base.Label>
      {children}
      {hint ? <Base.Description className="text-ink-muted text-xs">{hint}</Base.Description> : null}
      <FieldError>{error}</FieldError>
    </Base.Root>
  );
}

/** The error line of a field; renders nothing without a sentence. */
function FieldError({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <Base.Error
      match
      className="flex items-start gap-1.5 text-bad-ink text-xs [&_svg]:mt-px [&_svg]:size-3.5 [&_svg]:shrink-0"
    >
      <CircleAlert aria-hidden />
      <span>{children}</span>
    </Base.Error>
  );
}
