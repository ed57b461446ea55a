"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { controlStyle, itemStyle, popupStyle } from "./control-style";

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: ReactNode;
  /** A second, quieter line in the list. */
  hint?: ReactNode;
  disabled?: boolean;
}

interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value?: Value | null;
  defaultValue?: Value | null;
  onValueChange?: (value: Value) => void;
  /** Shown while nothing is chosen. */
  placeholder?: string;
  /** Only when there is no `Field` around it. */
  "aria-label"?: string;
  name?: string;
  id?: string;
  disabled?: boolean;
  size?: "small" | "medium";
  className?: string;
}

/** One of a short, known list (up to about twelve; longer lists use Combobox). */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { options, onValueChange, placeholder, size = "medium", className, id, ...root } = props;
  const { "aria-label": label, ...rest } = root;
  return (
    <Base.Root
      {...rest}
      items={options}
      onValueChange={(value: Value | null) => {
        if (value !== null) onValueChange?.(value);
      }}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        className={cn(
          controlStyle,
          "flex cursor-default items-center justify-between gap-2 text-left data-popup-open:bg-hover",
          size === "small" ? "h-7 px-2 text-xs pointer-coarse:text-xs" : "h-9",
          className,
        )}
      >
        <Base.Value
          placeholder={placeholder}
          className="truncate data-placeholder:text-ink-faint"
        />
        <Base.Icon className="text-ink-faint [&_svg]:size-4">
          <ChevronsUpDown aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup
            className={cn(
              popupStyle,
              "max-h-[min(22rem,var(--available-height))] min-w-(--anchor-width) max-w-(--available-width) overflow-y-auto p-1",
            )}
          >
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled}
                className={cn(itemStyle, "pr-3")}
              >
                <span className="flex size-4 shrink-0 items-center">
                  <Base.ItemIndicator>
                    <Check aria-hidden className="text-accent" />
                  </Base.ItemIndicator>
                </span>
                <span className="min-w-0">
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.hint ? (
                    <span className="block text-ink-muted text-xs">{option.hint}</span>
                  ) : null}
                </span>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
