"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup as Base } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export interface RadioOption<Value extends string = string> {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

interface RadioGroupProps<Value extends string> {
  /** The question; read aloud before the choices. */
  legend: ReactNode;
  options: readonly RadioOption<Value>[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  name?: string;
  disabled?: boolean;
  hint?: ReactNode;
  error?: ReactNode;
  isLegendHidden?: boolean;
  className?: string;
}

/** One of a few choices, all visible. Brings its own legend, hint and error. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { legend, options, hint, error, isLegendHidden, className, onValueChange, ...rest } = props;
  const id = useId();
  return (
    <Base
      {...rest}
      onValueChange={(value) => onValueChange?.(value as Value)}
      aria-labelledby={`${id}-legend`}
      aria-describedby={hint || error ? `${id}-note` : undefined}
      aria-invalid={error ? true : undefined}
      className={cn("flex flex-col gap-1.5", className)}
    >
      <div id={`${id}-legend`} className={isLegendHidden ? "sr-only" : "font-medium text-sm"}>
        {legend}
      </div>
      {options.map((option) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control is the radio inside it.
        <label key={option.value} className="flex w-fit items-start gap-2.5 py-0.5 text-sm">
          <span className="flex h-5 items-center">
            <Radio.Root
              value={option.value}
              disabled={option.disabled}
              className="flex size-4.5 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50"
            >
              <Radio.Indicator className="size-2 rounded-full bg-on-accent" />
            </Radio.Root>
          </span>
          <span>
            {option.label}
            {option.hint ? (
              <span className="block text-ink-muted text-xs">{option.hint}</span>
            ) : null}
          </span>
        </label>
      ))}
      {hint || error ? (
        <div id={`${id}-note`} className="text-xs">
          {hint ? <p className="text-ink-muted">{hint}</p> : null}
          {error ? <p className="text-bad-ink">{error}</p> : null}
        </div>
      ) : null}
    </Base>
  );
}
