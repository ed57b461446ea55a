/** Look of everything a person types or picks in: one height, one border, one error state. */
export const controlStyle =
  "w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 text-sm text-ink transition-colors pointer-coarse:text-base " +
  "focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent " +
  "data-disabled:border-line data-disabled:bg-sunken data-disabled:text-ink-faint disabled:border-line disabled:bg-sunken disabled:text-ink-faint " +
  "[&[readonly]]:bg-sunken data-invalid:border-bad aria-invalid:border-bad";

/** Surface of everything that floats: menus, lists, popovers. */
export const popupStyle =
  "rounded-md border border-line bg-surface text-ink shadow-raised outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0";

/** One row of a floating list. */
export const itemStyle =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none data-highlighted:bg-hover data-disabled:text-ink-faint [&_svg]:size-4 [&_svg]:shrink-0";
