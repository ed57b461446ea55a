"use client";

import { Button as BaseButton } from "@base-ui/react/button";
import { LoaderCircle } from "lucide-react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";
import { cn } from "./cn";

export interface ButtonProps extends Omit<BaseButton.Props, "className"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Work is under way: the button keeps focus, ignores presses and says so. */
  isLoading?: boolean;
  className?: string;
}

/** A push button. `type` is "button" unless said otherwise, so that it never submits by accident. */
export function Button({
  variant = "secondary",
  size = "medium",
  isLoading = false,
  disabled = false,
  className,
  children,
  ...props
}: ButtonProps) {
  return (
    <BaseButton
      type="button"
      {...props}
      disabled={disabled || isLoading}
      focusableWhenDisabled={isLoading}
      aria-busy={isLoading || undefined}
      className={cn(buttonStyle(variant, size), className)}
    >
      {isLoading ? (
        <LoaderCircle aria-hidden className="animate-spin motion-reduce:animate-none" />
      ) : null}
      {children}
    </BaseButton>
  );
}
