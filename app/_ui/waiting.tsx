import type { ReactNode } from "react";

interface WaitingProps {
  /** What is shown is the answer to an earlier question; the one asked for is on its way. */
  isWaiting: boolean;
  children: ReactNode;
}

/** Rows that stay in place, dimmed, until those asked for have come. */
export function Waiting({ isWaiting, children }: WaitingProps) {
  return (
    <div aria-busy={isWaiting} className={isWaiting ? "opacity-60 transition-opacity" : ""}>
      {children}
    </div>
  );
}
