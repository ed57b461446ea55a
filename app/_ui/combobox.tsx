"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useMemo, useState } from "react";
import { cn } from "./cn";
import { controlStyle, itemStyle, popupStyle } from "./control-style";

export interface ComboboxOption {
  value: string;
  /** Searched and shown in the field. */
  label: string;
  hint?: ReactNode;
}

// A value no caller can have by accident; it marks the entry that makes a new one.
const CREATE = "\u0000create";

interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string | null;
  onValueChange: (value: string | null) => void;
  placeholder?: string;
  "aria-label"?: string;
  id?: string;
  disabled?: boolean;
  /** Called with what is typed; then the caller filters (server search) and this one does not. */
  onSearch?: (text: string) => void;
  isSearching?: boolean;
  /** Offered when nothing matches exactly: makes a new entry inline. */
  onCreate?: (label: string) => void;
  /** The labels are people's data, not catalogue texts. */
  isUserData?: boolean;
  className?: string;
}

/** One of many: type to find. Inside `Field` it finds its label by itself. */
export function Combobox(props: ComboboxProps) {
  const { options, value, onValueChange, onSearch, onCreate, isUserData } = props;
  const t = useTranslations("common.combobox");
  const [typed, setTyped] = useState("");
  const label = options.find((option) => option.value === value)?.label;
  // The primitive puts the label back into the field whenever this is another object: it has to
  // stay the same while the caller renders again, or what is being typed is lost.
  const selected = useMemo<ComboboxOption | null>(
    () => (value === null || label === undefined ? null : { value, label }),
    [value, label],
  );
  const wanted = typed.trim();
  const isNew =
    onCreate !== undefined &&
    wanted !== "" &&
    !options.some((option) => option.label.toLowerCase() === wanted.toLowerCase());
  const items = isNew ? [...options, { value: CREATE, label: wanted }] : options;

  function choose(option: ComboboxOption | null) {
    if (option?.value === CREATE) onCreate?.(option.label);
    else onValueChange(option?.value ?? null);
  }

  return (
    <Base.Root
      items={items}
      value={selected}
      onValueChange={choose}
      onInputValueChange={(text, details) => {
        setTyped(text);
        if (details.reason === "input-change") onSearch?.(text);
      }}
      filter={onSearch ? null : undefined}
      isItemEqualToValue={(a: ComboboxOption, b: ComboboxOption) => a.value === b.value}
      disabled={props.disabled}
      autoHighlight
    >
      <Base.InputGroup className={cn("relative w-full min-w-0", props.className)}>
        <Base.Input
          id={props.id}
          aria-label={props["aria-label"]}
          placeholder={props.placeholder}
          translate={isUserData ? "no" : undefined}
          className={cn(controlStyle, "h-9 pr-9")}
        />
        <Base.Trigger
          aria-label={t("open")}
          className="absolute inset-y-0 right-0 flex w-9 items-center justify-center rounded-md text-ink-faint [&_svg]:size-4"
        >
          <ChevronsUpDown aria-hidden />
        </Base.Trigger>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} className="z-50 outline-none">
          <Base.Popup
            className={cn(
              popupStyle,
              "flex max-h-[min(22rem,var(--available-height))] w-(--anchor-width) min-w-56 max-w-(--available-width) flex-col",
            )}
          >
            <Base.Status className="px-3 py-2 text-ink-muted text-xs empty:hidden">
              {props.isSearching ? t("searching") : null}
            </Base.Status>
            <Base.Empty className="px-3 py-3 text-ink-muted empty:hidden">
              {props.isSearching ? null : t("empty")}
            </Base.Empty>
            <Base.List className="min-h-0 overflow-y-auto p-1 data-empty:p-0">
              {(option: ComboboxOption) => (
                <Base.Item key={option.value} value={option} className={itemStyle}>
                  <span className="flex size-4 shrink-0 items-center">
                    <Base.ItemIndicator>
                      <Check aria-hidden className="text-accent" />
                    </Base.ItemIndicator>
                  </span>
                  <span className="min-w-0">
                    {option.value === CREATE ? (
                      t.rich("create", {
                        name: () => (
                          <span translate="no" className="font-medium">
                            {option.label}
                          </span>
                        ),
                      })
                    ) : (
                      <span translate={isUserData ? "no" : undefined}>{option.label}</span>
                    )}
                    {option.hint ? (
                      <span className="block text-ink-muted text-xs">{option.hint}</span>
                    ) : null}
                  </span>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
