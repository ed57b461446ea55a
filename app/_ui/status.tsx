import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  type LucideIcon,
  Radio,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tone = "neutral" | "live" | "ok" | "warn" | "bad";

const TONES: Record<Tone, { icon: LucideIcon; soft: string; ink: string }> = {
  neutral: { icon: CircleDashed, soft: "bg-hover text-ink-muted", ink: "text-ink-muted" },
  live: { icon: Radio, soft: "bg-accent-soft text-accent-ink", ink: "text-accent" },
  ok: { icon: CircleCheck, soft: "bg-ok-soft text-ok-ink", ink: "text-ok" },
  warn: { icon: CircleAlert, soft: "bg-warn-soft text-warn-ink", ink: "text-warn" },
  bad: { icon: CircleX, soft: "bg-bad-soft text-bad-ink", ink: "text-bad" },
};

interface StatusProps {
  tone: Tone;
  children: ReactNode;
  /** Replaces the tone's own icon. */
  icon?: LucideIcon;
  className?: string;
}

/** A state as word, icon and colour together. */
export function Status({ tone, children, icon, className }: StatusProps) {
  const Icon = icon ?? TONES[tone].icon;
  return (
    <span
      className={cn(
        "inline-flex h-6 w-fit items-center gap-1.5 whitespace-nowrap rounded-full px-2 font-medium text-xs",
        TONES[tone].soft,
        className,
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}

/** A quiet label without a state: a type, a tag, a count. */
export function Badge({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={cn(
        "inline-flex h-5 w-fit items-center whitespace-nowrap rounded-sm border px-1.5 text-ink-muted text-xs",
        className,
      )}
    >
      {children}
    </span>
  );
}
