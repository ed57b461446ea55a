import type { ReactNode } from "react";
import { cn } from "./cn";

interface UserTextProps {
  children: ReactNode;
  isMono?: boolean;
  className?: string;
}

/** Text that people wrote (names, addresses, subjects): never translated by a browser. */
export function UserText({ children, isMono, className }: UserTextProps) {
  return (
    <span translate="no" className={cn(isMono && "font-mono text-[0.8125rem]", className)}>
      {children}
    </span>
  );
}
