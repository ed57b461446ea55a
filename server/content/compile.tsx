import { render } from "react-email";
import type { BlockProps } from "@/emails/blocks/block";
import type { InlineNode } from "@/emails/blocks/inline";
import { Letter } from "@/emails/layouts/letter";
import { AppError } from "../kernel";
import type { BrandKit } from "../workspaces";
import { readLetter } from "./check";
import { letterColours } from "./colour.core";
import { type Footer, footerOf } from "./footer";
import { type Inline, parseLine, parseText } from "./inline.core";
import { safeLink } from "./links.core";
import { takeOutLinks } from "./links-out.core";
import { plainText, UNSUBSCRIBE_URL } from "./plain-text.core";
import {
  type CompiledLetter,
  type LetterBlock,
  type LetterDocument,
  letterDocumentSchema,
  MAX_MESSAGE_BYTES,
} from "./schemas";
import { inertLiquid, type TokenBook, tokenBook } from "./tokens.core";

export interface CompileInput {
  kit: BrandKit;
  /** Printed in "why you receive this". */
  topicName: string;
}

/** An empty part draws nothing: a fresh letter has parts nobody has filled in. */
function isEmpty(block: LetterBlock): boolean {
  return block.type === "button"
    ? block.label.trim() === "" && block.href.trim() === ""
    : block.text.trim() === "";
}

function normalised(block: LetterBlock): LetterBlock {
  return block.type === "button" ? { ...block, href: safeLink(block.href) ?? "" } : block;
}

function inlineNodes(inlines: readonly Inline[], book: TokenBook): InlineNode[] {
  return inlines.map((inline): InlineNode => {
    switch (inline.kind) {
      case "text":
      case "break":
        return inline;
      case "liquid":
        return { kind: "text", text: book.put(inline.source) };
      case "strong":
      case "em":
        return { kind: inline.kind, children: inlineNodes(inline.children, book) };
      case "link": {
        const href = safeLink(inline.href);
        if (!href) throw new AppError("LINK_FORBIDDEN");
        return { kind: "link", href, children: inlineNodes(inline.children, book) };
      }
      default: {
        const never: never = inline;
        return never;
      }
    }
  });
}

function lineWithTokens(source: string, book: TokenBook): string {
  return parseLine(source)
    .map((part) => {
      if (part.kind === "liquid") return book.put(part.source);
      return part.kind === "text" ? part.text : "";
    })
    .join("");
}

function blockProps(block: LetterBlock, book: TokenBook): BlockProps {
  switch (block.type) {
    case "heading":
      return { id: block.id, type: "heading", text: lineWithTokens(block.text.trim(), book) };
    case "text": {
      const paragraphs = parseText(block.text).map((inlines) => inlineNodes(inlines, book));
      return { id: block.id, type: "text", paragraphs };
    }
    case "button":
      return {
        id: block.id,
        type: "button",
        label: lineWithTokens(block.label.trim(), book),
        href: block.href,
      };
    default: {
      const never: never = block;
      return never;
    }
  }
}

/** Every address in the finished HTML must be one of ours or one that passed `safeLink`. */
function requireSafeLinks(html: string): void {
  for (const [, value = ""] of html.matchAll(/\s(?:href|src|action)\s*=\s*"([^"]*)"/gi)) {
    if (!/^(https?:\/\/|mailto:)/i.test(value) && value !== UNSUBSCRIBE_URL) {
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
  const blocks = document.blocks.filter((block) => !isEmpty(block)).map(normalised);
  const book = tokenBook(JSON.stringify([document, footer, kit]));
  const html = await render(
    <Letter
      lang={footer.locale}
      subject={lineWithTokens(document.subject, book)}
      preheader={lineWithTokens(document.preheader, book)}
      brand={{ name: kit.brand.name, logoUrl: kit.brand.logoUrl, logoAlt: kit.brand.name }}
      colours={letterColours(kit.brand.colour)}
      blocks={blocks.map((block) => blockProps(block, book))}
      footer={{
        reason: footer.reason,
        unsubscribe: { label: footer.unsubscribe, href: book.put(UNSUBSCRIBE_URL) },
        imprintTitle: footer.imprintTitle,
        imprint: footer.imprint,
      }}
    />,
  );
  const compiled = {
    version: 1 as const,
    locale: footer.locale,
    subject: document.subject.trim(),
    // Without React's own markers; Outlook's conditional comments stay.
    html: book.restore(html.replace(/<!--(?!\[)[^>]*-->/g, "")),
    text: plainText(blocks, footer),
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
  const quiet = (field: string, text: string) => (faulty.has(field) ? inertLiquid(text) : text);
  const blocks = document.blocks.flatMap((block): LetterBlock[] => {
    const field = `blocks.${block.id}`;
    if (block.type === "button") {
      const href = safeLink(block.href);
      return href ? [{ ...block, label: quiet(`${field}.label`, block.label), href }] : [];
    }
    return [{ ...block, text: quiet(`${field}.text`, block.text) }];
  });
  const subject = quiet("subject", document.subject);
  const preheader = quiet("preheader", document.preheader);
  return draw({ ...document, subject, preheader, blocks }, input);
}
