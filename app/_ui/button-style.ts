import { cn } from "./cn";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "small" | "medium";

const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    "bg-accent text-on-accent hover:bg-accent-hover data-disabled:bg-pressed data-disabled:text-ink-faint",
  secondary:
    "border border-line-strong/60 bg-surface text-ink hover:bg-hover data-disabled:border-line data-disabled:bg-surface data-disabled:text-ink-faint",
  ghost: "text-ink hover:bg-hover data-disabled:bg-transparent data-disabled:text-ink-faint",
  danger:
    "bg-bad text-on-bad hover:bg-bad-hover data-disabled:bg-pressed data-disabled:text-ink-faint",
};

const SIZES: Record<ButtonSize, string> = {
  small: "h-7 gap-1.5 px-2.5 text-xs [&_svg]:size-3.5",
  medium: "h-9 gap-2 px-3.5 text-sm [&_svg]:size-4",
};

/** Classes shared by buttons and by links that look like buttons. */
export function buttonStyle(variant: ButtonVariant = "secondary", size: ButtonSize = "medium") {
  return cn(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium transition-colors data-disabled:cursor-not-allowed [&_svg]:shrink-0",
    SIZES[size],
    VARIANTS[variant],
  );
}
