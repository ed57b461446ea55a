import { render } from "react-email";
import type { BlockProps, ColumnsProps, LeafProps } from "@/emails/blocks/props";
import { Letter } from "@/emails/layouts/letter";
import { AppError } from "../kernel";
import type { BrandKit } from "../workspaces";
import { readLetter } from "./check";
import { letterColours, toneOn } from "./colour.core";
import type { CompiledLetter } from "./compiled";
import { type Drawing, gridOf, leafProps } from "./draw";
import { type Footer, footerOf } from "./footer";
import { safeLink } from "./links.core";
import { takeOutLinks } from "./links-out.core";
import { liquidOf } from "./liquid-source.core";
import { asTyped, isEmpty, mapLeaves } from "./parts.core";
import { lineSource, plainText, UNSUBSCRIBE_URL } from "./plain-text.core";
import {
  COLUMN_SHARES,
  type ColumnsBlock,
  LETTER_PADDING,
  LETTER_WIDTH,
  type LetterBlock,
  type LetterDocument,
  letterDocumentSchema,
  MAX_MESSAGE_BYTES,
} from "./schemas";
import type { Line } from "./texts.core";
import { inertLiquid, tokenBook } from "./tokens.core";

export interface CompileInput {
  kit: BrandKit;
  /** Printed in "why you receive this". */
  topicName: string;
}

const INNER = LETTER_WIDTH - 2 * LETTER_PADDING;
/** Room between the columns of one row. */
const GUTTER = 16;

/** What Outlook for Windows needs once: no scaling of pictures on displays with 120 dpi and more. */
const MSO_HEAD =
  "<!--[if mso]><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]-->";

function columnsProps(block: ColumnsBlock, drawing: Drawing): ColumnsProps {
  const widths = COLUMN_SHARES[block.ratio].map((share) => Math.floor((INNER * share) / 6));
  return {
    ...gridOf(widths, drawing),
    id: block.id,
    type: "columns",
    isStacked: block.isStacked,
    columns: block.columns.map((column, at) => ({
      id: column.id,
      blocks: column.blocks
        .filter((leaf) => !isEmpty(leaf))
        .map((leaf) => leafProps(leaf, (widths[at] ?? INNER) - GUTTER, drawing)),
    })),
  };
}

function blockProps(block: LetterBlock, drawing: Drawing, brand: string): BlockProps[] {
  if (block.type === "columns") return [columnsProps(block, drawing)];
  if (block.type !== "section") return isEmpty(block) ? [] : [leafProps(block, INNER, drawing)];
  const { id, background, padding } = block;
  const blocks = block.blocks.flatMap((one): (LeafProps | ColumnsProps)[] => {
    if (one.type === "columns") return [columnsProps(one, drawing)];
    return isEmpty(one) ? [] : [leafProps(one, INNER, drawing)];
  });
  return [{ id, type: "section", background, padding, tone: toneOn(background, brand), blocks }];
}

function lineWithTokens(line: Line, { book }: Drawing): string {
  return line
    .map((inline) => (inline.type === "text" ? inline.text : book.put(liquidOf(inline) ?? "")))
    .join("")
    .trim();
}

/** Of a product, whose address is made safe for each mail: see `productsFor`. */
const PRODUCT_FIELD = /^\{\{ products\.p\d+\[\d\]\.(url|image) \}\}$/;

/** Every address in the finished HTML must be one of ours or one that passed `safeLink`. */
function requireSafeLinks(html: string): void {
  for (const [, value = ""] of html.matchAll(/\s(?:href|src|action)\s*=\s*"([^"]*)"/gi)) {
    const isOurs = value === UNSUBSCRIBE_URL || PRODUCT_FIELD.test(value);
    if (!/^(https?:\/\/|mailto:)/i.test(value) && !isOurs) {
      throw new AppError("LINK_FORBIDDEN", { params: { name: value.slice(0, 80) } });
    }
  }
  if (/<(script|iframe|form|object|embed)\b|\son\w+\s*=/i.test(html.replace(/>[^<]*</g, "><"))) {
    throw new AppError("HTML_FORBIDDEN");
  }
}

/** Law before looks: a letter without imprint or unsubscribe link is never made. */
function requireCompliance(
  compiled: Pick<CompiledLetter, "html" | "text">,
  footer: Footer,
  kit: BrandKit,
): void {
  const hasLinks = [compiled.html, compiled.text].every((part) => part.includes(UNSUBSCRIBE_URL));
  const { name, street, city, email } = kit.entity;
  const hasImprint = [name, street, city, email]
    .map((part) => inertLiquid(part.trim()))
    .every((part) => part !== "" && compiled.text.includes(part));
  if (!hasLinks || !hasImprint || footer.reason === "") throw new AppError("TEMPLATE_COMPLIANCE");
}

async function draw(document: LetterDocument, input: CompileInput): Promise<CompiledLetter> {
  const { kit } = input;
  const footer = footerOf(kit, input.topicName);
  const colours = letterColours(kit.brand.colour);
  const book = tokenBook(JSON.stringify([document, footer, kit]));
  const drawing: Drawing = { book, slots: [] };
  const html = await render(
    <Letter
      lang={footer.locale}
      subject={lineWithTokens(document.subject, drawing)}
      preheader={lineWithTokens(document.preheader, drawing)}
      brand={{ name: kit.brand.name, logoUrl: kit.brand.logoUrl, logoAlt: kit.brand.name }}
      colours={colours}
      blocks={document.blocks.flatMap((block) => blockProps(block, drawing, colours.link))}
      footer={{
        reason: footer.reason,
        unsubscribe: { label: footer.unsubscribe, href: book.put(UNSUBSCRIBE_URL) },
        imprintTitle: footer.imprintTitle,
        imprint: footer.imprint,
        align: document.footer.align,
      }}
    />,
  );
  // Without React's own markers; Outlook's conditional comments stay.
  const bare = html.replace(/<!--(?!\[)[^>]*-->/g, "").replace("</head>", `${MSO_HEAD}</head>`);
  const compiled = {
    version: 1 as const,
    locale: footer.locale,
    subject: lineSource(document.subject).trim(),
    html: book.restore(bare),
    text: plainText(document.blocks, footer),
    products: drawing.slots,
  };
  requireSafeLinks(compiled.html);
  if (input.kit.imprintMissing.length === 0) requireCompliance(compiled, footer, kit);
  if (Buffer.byteLength(compiled.html) > MAX_MESSAGE_BYTES) {
    throw new AppError("MESSAGE_TOO_LARGE");
  }
  const { links, ...parts } = takeOutLinks(compiled);
  return { ...compiled, ...parts, links: links.map((link) => ({ id: null, ...link })) };
}

/**
 * Compiles a letter once for all its recipients. Throws the first fault at its field: TEMPLATE_*,
 * LINK_FORBIDDEN, HEADER_CRLF, MESSAGE_TOO_LARGE, and IMPRINT_INCOMPLETE (params `missing`) when
 * the legal entity lacks what an imprint must name.
 */
export async function compileLetter(
  document: LetterDocument,
  input: CompileInput,
): Promise<CompiledLetter> {
  const parsed = letterDocumentSchema.parse(document);
  const { imprintMissing } = input.kit;
  if (imprintMissing.length > 0) {
    const missing = imprintMissing.join(", ");
    throw new AppError("IMPRINT_INCOMPLETE", { field: "footer", params: { missing } });
  }
  const [problem] = readLetter(parsed, null).problems;
  if (problem) {
    const { code, field, name, line, column } = problem;
    throw new AppError(code, { field, params: { name, line, column } });
  }
  return draw(parsed, input);
}

/**
 * The same letter for a look while it is being written: an incomplete imprint shows what there is,
 * faulty texts appear as typed. Its result is never stored and never sent.
 */
export async function compileDraft(
  document: LetterDocument,
  input: CompileInput,
): Promise<CompiledLetter> {
  const faulty = new Set(readLetter(document, null).problems.map((problem) => problem.field));
  const quiet = (field: string, line: Line) => (faulty.has(field) ? asTyped(line) : line);
  const blocks = mapLeaves(document.blocks, (leaf) => {
    const field = `blocks.${leaf.id}`;
    if (leaf.type === "heading") return { ...leaf, text: quiet(`${field}.text`, leaf.text) };
    if (leaf.type === "text" && faulty.has(`${field}.text`)) {
      const typed = leaf.paragraphs.map((one) => ({ ...one, inlines: asTyped(one.inlines) }));
      return { ...leaf, paragraphs: typed };
    }
    if (leaf.type === "image") return leaf.image && safeLink(leaf.image.src) ? leaf : null;
    if (leaf.type !== "button") return leaf;
    return safeLink(leaf.href) ? { ...leaf, label: quiet(`${field}.label`, leaf.label) } : null;
  });
  const subject = quiet("subject", document.subject);
  const preheader = quiet("preheader", document.preheader);
  return draw({ ...document, subject, preheader, blocks }, input);
}
