"use client";

import { Input as Base } from "@base-ui/react/input";
import { cn } from "./cn";
import { controlStyle } from "./control-style";

export interface InputProps extends Omit<Base.Props, "className"> {
  className?: string;
}

/** One line of text. Inside `Field` it finds its label, hint and error by itself. */
export function Input({ className, ...props }: InputProps) {
  return <Base {...props} className={cn(controlStyle, "h-9", className)} />;
}
