import type { Run } from "@/emails/blocks/inline";
import type { Grid, LeafProps, ProductCell } from "@/emails/blocks/props";
import type { ProductSlot } from "./compiled";
import { safeLink } from "./links.core";
import { liquidOf } from "./liquid-source.core";
import { isBlank } from "./parts.core";
import type { BlockOf, LeafBlock } from "./schemas";
import type { Inline } from "./texts.core";
import type { TokenBook } from "./tokens.core";

export interface Drawing {
  book: TokenBook;
  /** Products the letter asks for; filled while drawing, in reading order. */
  slots: ProductSlot[];
}

const isLogic = (source: string) => source.startsWith("{%");

type Written = Exclude<Inline, { type: "break" }>;

function marksOf({ bold, italic, link }: Written) {
  const href = link === undefined ? null : safeLink(link);
  return {
    ...(bold ? { bold } : {}),
    ...(italic ? { italic } : {}),
    ...(href ? { link: href } : {}),
  };
}

/** Inlines with stand-ins for their Liquid. Logic carries no marks: see `Runs`. */
function runsOf(inlines: readonly Inline[], { book }: Drawing): Run[] {
  return inlines.map((inline): Run => {
    if (inline.type === "break") return { kind: "break" };
    if (inline.type === "text") return { kind: "text", text: inline.text, ...marksOf(inline) };
    const liquid = liquidOf(inline) ?? "";
    const text = book.put(liquid);
    return isLogic(liquid) ? { kind: "logic", text } : { kind: "text", text, ...marksOf(inline) };
  });
}

/** The stand-ins of places side by side: what Outlook reads, and nobody else. */
export function gridOf(widths: readonly number[], { book }: Drawing): Grid {
  const cell = (width: number | undefined) => `<td width="${width ?? 0}" valign="top">`;
  const table =
    '<table role="presentation" width="100%" border="0" cellpadding="0" cellspacing="0">';
  const ghost = (html: string) => book.put(`<!--[if mso]>${html}<![endif]-->`);
  return {
    widths: [...widths],
    ghostOpen: ghost(`${table}<tr>${cell(widths[0])}`),
    ghostNext: widths.slice(1).map((width) => ghost(`</td>${cell(width)}`)),
    ghostClose: ghost("</td></tr></table>"),
  };
}

function productCell(
  path: string,
  { hasImage, hasPrice }: Pick<BlockOf<"product">, "hasImage" | "hasPrice">,
  book: TokenBook,
): ProductCell {
  return {
    begin: book.put(`{% if ${path} %}`),
    end: book.put("{% endif %}"),
    name: book.put(`{{ ${path}.name }}`),
    url: book.put(`{{ ${path}.url }}`),
    ifPage: book.put(`{% if ${path}.url %}`),
    ifNone: book.put("{% else %}"),
    image: hasImage ? book.put(`{{ ${path}.image }}`) : null,
    price: hasPrice ? book.put(`{{ ${path}.price }}`) : null,
  };
}

function productProps(block: BlockOf<"product">, width: number, drawing: Drawing): LeafProps {
  const { id, source, count, perRow, hasImage, buttonLabel } = block;
  const key = `p${drawing.slots.length}`;
  drawing.slots.push({ key, source, count, hasImage });
  const rows = Array.from({ length: Math.ceil(count / perRow) }, (_, row) => {
    const places = Math.min(perRow, count - row * perRow);
    const widths = Array.from({ length: places }, () => Math.floor(width / perRow));
    const cells = widths.map((_, at) =>
      productCell(`products.${key}[${row * perRow + at}]`, block, drawing.book),
    );
    return { ...gridOf(widths, drawing), cells };
  });
  return { id, type: "product", rows, buttonLabel: buttonLabel.trim() };
}

function imageProps(block: BlockOf<"image">, room: number): LeafProps {
  const { src = "", width: full = 1, height: tall = 1 } = block.image ?? {};
  const width = Math.max(1, Math.min(Math.round((room * block.width) / 100), full));
  const height = Math.max(1, Math.round((width * tall) / full));
  const { id, align } = block;
  const alt = block.isDecorative ? "" : block.alt.trim();
  return { id, type: "image", src, alt, href: safeLink(block.href), align, width, height };
}

/** A leaf ready to be drawn into a place `width` px wide. */
export function leafProps(block: LeafBlock, width: number, drawing: Drawing): LeafProps {
  const { id } = block;
  switch (block.type) {
    case "heading": {
      const { level, align } = block;
      return { id, type: "heading", level, align, runs: runsOf(block.text, drawing) };
    }
    case "text": {
      const written = block.paragraphs.filter(({ inlines }) => !isBlank(inlines));
      const paragraphs = written.map(({ list = null, inlines }) => ({
        list,
        runs: runsOf(inlines, drawing),
      }));
      return { id, type: "text", align: block.align, paragraphs };
    }
    case "image":
      return imageProps(block, width);
    case "button": {
      const { align, isFullWidth } = block;
      const href = safeLink(block.href) ?? "";
      return { id, type: "button", runs: runsOf(block.label, drawing), href, align, isFullWidth };
    }
    case "product":
      return productProps(block, width, drawing);
    case "divider":
      return { id, type: "divider" };
    case "spacer":
      return { id, type: "spacer", height: block.height };
    default: {
      const never: never = block;
      return never;
    }
  }
}
