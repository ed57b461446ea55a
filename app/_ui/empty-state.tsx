import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon?: LucideIcon;
  title: ReactNode;
  /** What will be here and what it is good for, in one or two sentences. */
  description: ReactNode;
  /** One action. */
  action?: ReactNode;
  /** One example of what it looks like when it is there. */
  sample?: ReactNode;
}

/** Instead of a blank table: what this is, one action, one sample. */
export function EmptyState({ icon: Icon, title, description, action, sample }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center rounded-md border border-line-strong/50 border-dashed px-6 py-12 text-center">
      {Icon ? <Icon aria-hidden className="mb-3 size-6 text-ink-faint" /> : null}
      <h2 className="font-semibold text-base">{title}</h2>
      <p className="mt-1 max-w-prose text-pretty text-ink-muted">{description}</p>
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
      {sample ? <div className="mt-8 w-full max-w-lg text-left">{sample}</div> : null}
    </div>
  );
}
