"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

interface TableProps extends ComponentProps<"table"> {
  /** Names the table for screen readers; also names the scrollable region. */
  label: string;
}

/** A semantic table that scrolls sideways on narrow screens and takes the keyboard to do so. */
export function Table({ label, className, children, ...props }: TableProps) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must take the keyboard.
      tabIndex={0}
      className="-outline-offset-2 relative w-full overflow-x-auto rounded-md border bg-surface print:overflow-visible"
    >
      <table
        {...props}
        aria-label={label}
        className={cn("tabular w-full border-collapse text-left text-sm", className)}
      >
        {children}
      </table>
    </section>
  );
}

/** The head; its cells are `HeadCell`. */
export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="border-b bg-sunken">
      <tr>{children}</tr>
    </thead>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="divide-y divide-line">{children}</tbody>;
}

/** A row of 40 px or more. */
export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr {...props} className={cn("h-10 hover:bg-sunken", className)} />;
}

export type SortDirection = "asc" | "desc";

interface HeadCellProps extends Omit<ComponentProps<"th">, "onClick"> {
  isNumeric?: boolean;
  /** Current direction of this column; null when another column sorts. Leave out: not sortable. */
  sort?: SortDirection | null;
  onSort?: () => void;
}

/** A column's name; with `onSort` a button that sorts. */
export function HeadCell({
  isNumeric,
  sort,
  onSort,
  className,
  children,
  ...props
}: HeadCellProps) {
  const Icon = sort === "asc" ? ArrowUp : sort === "desc" ? ArrowDown : ChevronsUpDown;
  const order = sort === "asc" ? "ascending" : "descending";
  return (
    <th
      {...props}
      scope="col"
      aria-sort={sort ? order : undefined}
      className={cn(
        "h-9 whitespace-nowrap px-3 font-medium text-ink-muted text-xs",
        isNumeric && "text-right",
        className,
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={cn(
            "-mx-1 inline-flex h-7 items-center gap-1 rounded-sm px-1 hover:text-ink",
            sort && "text-ink",
          )}
        >
          {children}
          <Icon aria-hidden className={cn("size-3.5", !sort && "text-ink-faint")} />
        </button>
      ) : (
        children
      )}
    </th>
  );
}

interface CellProps extends ComponentProps<"td"> {
  isNumeric?: boolean;
}

export function Cell({ isNumeric, className, ...props }: CellProps) {
  return <td {...props} className={cn("px-3 py-1.5", isNumeric && "text-right", className)} />;
}
