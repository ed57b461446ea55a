"use client";

import { Field as Base } from "@base-ui/react/field";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlStyle } from "./control-style";

/** Several lines of text; grows with its content up to half of the screen. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <Base.Control
      render={
        <textarea
          {...props}
          className={cn(controlStyle, "field-sizing-content max-h-[50vh] min-h-20 py-2", className)}
        />
      }
    />
  );
}
