"use client";

import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** A titled part of the palette. */
export function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-ink-muted **:[[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  id: string;
  icon: LucideIcon;
  keywords?: string[];
  onSelect: () => void;
  children: ReactNode;
}

/** One line of the palette; `keywords` are searched besides the visible words. */
export function Item({ id, icon: Icon, keywords, onSelect, children }: ItemProps) {
  const words = typeof children === "string" ? [children] : [];
  return (
    <Command.Item
      value={id}
      keywords={[...words, ...(keywords ?? [])]}
      onSelect={onSelect}
      className="flex min-h-9 cursor-default items-center gap-2.5 rounded-sm px-2 py-1.5 data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-ink-muted" />
      {children}
    </Command.Item>
  );
}
