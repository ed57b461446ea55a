import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface StepperProps {
  /** Names the wizard for screen readers. */
  label: string;
  steps: readonly { id: string; label: ReactNode }[];
  current: string;
  /** Lets people go back to a finished step. */
  onStep?: (id: string) => void;
}

/** Where a person is in a wizard; on narrow screens the current step is named above the numbers. */
export function Stepper({ label, steps, current, onStep }: StepperProps) {
  const t = useTranslations("common");
  const at = steps.findIndex((step) => step.id === current);
  return (
    <nav aria-label={label} className="mb-6">
      <p aria-hidden className="mb-2 flex flex-wrap items-baseline gap-x-2 sm:hidden">
        <span className="font-medium text-sm">{steps[at]?.label}</span>
        <span className="text-ink-muted text-xs">
          {t("stepOf", { step: at + 1, total: steps.length })}
        </span>
      </p>
      <ol className="flex items-center gap-2">
        {steps.map((step, index) => {
          const isDone = index < at;
          const isCurrent = index === at;
          const content = (
            <>
              <span
                aria-hidden
                className={cn(
                  "tabular flex size-6 shrink-0 items-center justify-center rounded-full border text-xs",
                  isCurrent && "border-accent bg-accent text-on-accent",
                  isDone && "border-accent text-accent",
                )}
              >
                {isDone ? <Check className="size-3.5" /> : <span translate="no">{index + 1}</span>}
              </span>
              <span
                className={cn(
                  "min-w-0 truncate text-sm max-sm:sr-only",
                  isCurrent ? "font-medium" : "text-ink-muted",
                )}
              >
                {step.label}
                {isDone ? <span className="sr-only"> {t("stepDone")}</span> : null}
              </span>
            </>
          );
          return (
            <li
              key={step.id}
              aria-current={isCurrent ? "step" : undefined}
              className="flex min-w-0 items-center gap-2 not-first:before:h-px not-first:before:w-3 not-first:before:shrink-0 not-first:before:bg-line-strong lg:not-first:before:w-6"
            >
              {isDone && onStep ? (
                <button
                  type="button"
                  onClick={() => onStep(step.id)}
                  className="flex min-h-6 min-w-0 items-center gap-2 rounded-md hover:[&>span]:text-ink"
                >
                  {content}
                </button>
              ) : (
                <span className="flex min-w-0 items-center gap-2">{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
