"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";
import { cn } from "./cn";

interface TabsProps<Value extends string> {
  /** Read aloud as the name of the row of tabs. */
  label: string;
  tabs: readonly { value: Value; label: ReactNode; content: ReactNode; disabled?: boolean }[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  className?: string;
}

/** Several views of one thing. Views with an address of their own use links instead. */
export function Tabs<Value extends string>(props: TabsProps<Value>) {
  return (
    <Base.Root
      value={props.value}
      defaultValue={props.defaultValue ?? props.tabs[0]?.value}
      onValueChange={(value: Value) => props.onValueChange?.(value)}
      className={cn("flex min-w-0 flex-col", props.className)}
    >
      <Base.List
        aria-label={props.label}
        className="relative flex gap-5 overflow-x-auto overflow-y-hidden border-b print:hidden"
      >
        {props.tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            disabled={tab.disabled}
            className="-outline-offset-2 h-10 whitespace-nowrap font-medium text-ink-muted text-sm hover:text-ink data-active:text-ink data-disabled:text-ink-faint"
          >
            {tab.label}
          </Base.Tab>
        ))}
        <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-accent transition-[translate,width]" />
      </Base.List>
      {props.tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
