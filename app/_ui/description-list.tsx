import type { ReactNode } from "react";
import { cn } from "./cn";

interface DescriptionListProps {
  items: readonly { id: string; label: ReactNode; value: ReactNode }[];
  className?: string;
}

/** Names and values of one thing, in two columns (one on narrow screens). */
export function DescriptionList({ items, className }: DescriptionListProps) {
  return (
    <dl className={cn("grid gap-x-6 sm:grid-cols-[minmax(8rem,14rem)_1fr]", className)}>
      {items.map((item) => (
        <div
          key={item.id}
          className="col-span-full grid grid-cols-subgrid border-b py-2 last:border-0"
        >
          <dt className="text-ink-muted">{item.label}</dt>
          <dd className="min-w-0 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
