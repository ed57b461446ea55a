import { CircleCheck, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type BannerTone = "info" | "ok" | "warn" | "bad";

const TONES = {
  info: { icon: Info, box: "border-line bg-sunken", mark: "text-ink-muted" },
  ok: { icon: CircleCheck, box: "border-ok/30 bg-ok-soft", mark: "text-ok" },
  warn: { icon: TriangleAlert, box: "border-warn/30 bg-warn-soft", mark: "text-warn" },
  bad: { icon: OctagonAlert, box: "border-bad/30 bg-bad-soft", mark: "text-bad" },
};

interface BannerProps {
  tone?: BannerTone;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** Announces itself when it appears after an action. */
  isLive?: boolean;
  className?: string;
}

/** A message that belongs to the page and stays until its cause is gone. */
export function Banner({ tone = "info", title, children, action, isLive, className }: BannerProps) {
  const { icon: Icon, box, mark } = TONES[tone];
  const role = tone === "bad" ? "alert" : "status";
  return (
    <div
      role={isLive ? role : undefined}
      className={cn("flex flex-wrap items-start gap-3 rounded-md border px-4 py-3", box, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1 basis-48">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="text-ink-muted">{children}</div> : null}
      </div>
      {action ? <div className="flex shrink-0 gap-2">{action}</div> : null}
    </div>
  );
}
