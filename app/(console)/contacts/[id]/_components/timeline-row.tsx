import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { DateTime } from "@/app/_ui/time";
import type { TimelineItem } from "@/server/profiles";

/** An item of one kind. */
export type Of<Kind extends TimelineItem["kind"]> = Extract<TimelineItem, { kind: Kind }>;

interface RowProps {
  icon: LucideIcon;
  at: Date;
  title: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
}

/** The frame of every entry: what it was, when, and what belongs to it. */
export function Row({ icon: Icon, at, title, aside, children }: RowProps) {
  return (
    <li className="flex gap-3 px-3 py-2.5">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
          <p className="min-w-0 break-words">{title}</p>
          {aside}
        </div>
        {children}
        <p className="mt-0.5 text-ink-muted text-xs">
          <DateTime at={at} />
        </p>
      </div>
    </li>
  );
}
