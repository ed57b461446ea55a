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

/**
 * Sizes of text, shared with the canvas.
 * @public
 */
export const TYPE = {
  1: { size: 26, line: 34 },
  2: { size: 20, line: 28 },
  3: { size: 17, line: 24 },
  text: { size: 16, line: 26 },
} as const;

/**
 * Colours on the ground a block stands on. `className` is empty on a coloured section.
 * @public
 */
export interface Tone {
  ink: string;
  link: string;
  /** Lets the dark style change what stands on the letter's own white; a section keeps its look. */
  inkClass?: string;
  linkClass?: string;
}

/**
 * @public
 */
export interface Colours {
  brand: string;
  onBrand: string;
  link: string;
}

/**
 * What inline styles cannot say: columns that fall below each other, and the dark variant. Where a
 * program drops it, columns still wrap (they are inline blocks) and the letter stays light.
 * @public
 */
export const STYLE = [
  "@media (max-width:599px){.k-col{max-width:100%!important}.k-cell{padding-left:0!important;padding-right:0!important}.k-pad{padding-left:20px!important;padding-right:20px!important}.k-img{width:100%!important;height:auto!important}}",
  "@media (prefers-color-scheme:dark){.k-page,.k-page>table>tbody>tr>td{background-color:#0b0d11!important}.k-sheet{background-color:#151920!important}.k-ink{color:#e9ecf1!important}.k-muted{color:#a8b1be!important}.k-link{color:#8fd8ce!important}.k-line{border-top-color:#272d37!important}}",
].join("");
