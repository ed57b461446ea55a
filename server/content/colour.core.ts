const WHITE = "#ffffff";
const INK = "#14181f";
const BLACK = "#000000";
const READABLE = 4.5;

function channel(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function luminance(colour: string): number {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!hex) return 0;
  const [red = 0, green = 0, blue = 0] = hex
    .slice(1)
    .map((part) => channel(Number.parseInt(part, 16)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Colours of a letter that stay readable with the brand's colour (4.5 : 1 and more). */
export function letterColours(brand: string): { brand: string; onBrand: string; link: string } {
  const colour = /^#[0-9a-f]{6}$/i.test(brand) ? brand : INK;
  // On every colour one of white and black reaches 4.58 : 1, the square root of 21.
  const onBrand = [WHITE, INK].find((text) => contrast(colour, text) >= READABLE) ?? BLACK;
  return { brand: colour, onBrand, link: contrast(colour, WHITE) >= READABLE ? colour : INK };
}

/** Text on an author's background that can be read, whatever colour was chosen. */
export function toneOn(background: string, brand: string): { ink: string; link: string } {
  const ink = [INK, WHITE].find((text) => contrast(background, text) >= READABLE) ?? BLACK;
  return { ink, link: contrast(background, brand) >= READABLE ? brand : ink };
}
