"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check, type LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { itemStyle, popupStyle } from "./control-style";

interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
  className?: string;
}

/** A list of actions behind a button. */
export function Menu({ trigger, children, align = "end", side = "bottom", className }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} side={side} className="z-50 outline-none">
          <Base.Popup
            className={cn(
              popupStyle,
              "max-h-(--available-height) min-w-48 max-w-(--available-width) overflow-y-auto p-1",
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  children: ReactNode;
  onSelect?: () => void;
  /** Navigates instead of acting. */
  href?: string;
  disabled?: boolean;
  isDangerous?: boolean;
}

/** One action, or with `href` one destination. */
export function MenuItem(props: MenuItemProps) {
  const { icon: Icon, children, onSelect, href, disabled, isDangerous } = props;
  const className = cn(itemStyle, isDangerous && "text-bad-ink");
  const content = (
    <>
      {Icon ? <Icon aria-hidden className={isDangerous ? "" : "text-ink-muted"} /> : null}
      <span className="min-w-0 flex-1">{children}</span>
    </>
  );
  if (href) {
    return (
      <Base.LinkItem closeOnClick className={className} render={<Link href={href} />}>
        {content}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item className={className} disabled={disabled} onClick={onSelect}>
      {content}
    </Base.Item>
  );
}

/** A titled part of a menu. */
function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-ink-muted text-xs">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

/** A hairline between parts of a menu. */
export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

interface MenuChoiceProps<Value extends string> {
  label: ReactNode;
  value: Value;
  onValueChange: (value: Value) => void;
  options: readonly { value: Value; label: ReactNode; icon?: ReactNode }[];
}

/** One of several, inside a menu; the current one is ticked. */
export function MenuChoice<Value extends string>(props: MenuChoiceProps<Value>) {
  return (
    <Base.RadioGroup
      value={props.value}
      onValueChange={(value: Value) => props.onValueChange(value)}
    >
      <MenuGroup label={props.label}>
        {props.options.map((option) => (
          <Base.RadioItem
            key={option.value}
            value={option.value}
            closeOnClick
            className={itemStyle}
          >
            {option.icon}
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden className="text-accent" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </MenuGroup>
    </Base.RadioGroup>
  );
}
