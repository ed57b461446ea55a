import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A link inside text: always underlined, so that colour is not the only sign. */
export function TextLink({ className, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...props}
      className={cn(
        "rounded-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent",
        className,
      )}
    />
  );
}
