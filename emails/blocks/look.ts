/**
 * Fonts every mail program has; web fonts are blocked too often to be worth their weight.
 * @public
 */
export const FONT = "Helvetica, Arial, sans-serif";

/**
 * Body text; 15 : 1 on white.
 * @public
 */
export const INK = "#14181f";

/**
 * Footer text; 7 : 1 on white.
 * @public
 */
export const MUTED = "#4f5968";

/**
 * Hairlines.
 * @public
 */
export const LINE = "#e2e6eb";
