"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { TYPE } from "@/emails/blocks/look";
import {
  type BlockOf,
  type LetterBlock,
  type Line,
  MAX_HEADING,
  MAX_LABEL,
  type Paragraph,
} from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { asLine } from "../rich-text/convert";
import type { TextExits } from "../rich-text/keys";
import { RichText } from "../rich-text/rich-text";
import { find } from "../tree";
import { focusText } from "./block-frame";

/** A single line as paragraphs, the same array as long as the line is the same. */
function useParagraphs(line: Line): Paragraph[] {
  return useMemo(() => [{ inlines: line }], [line]);
}

/** Keys that lead out of a text into the letter around it. */
function useExits(block: LetterBlock): TextExits {
  const { letter, askInsert } = useLetter();
  const frame = () => document.querySelector<HTMLElement>(`[data-frame="${block.id}"]`);
  const after = () => {
    const place = find(letter.document, block.id)?.place ?? { parent: null, index: 0 };
    return { parent: place.parent, index: place.index + 1 };
  };
  return {
    onEscape: () => frame()?.focus(),
    onLeave: (by) => focusText(frame(), by),
    ...(block.type === "button" ? {} : { onErase: () => letter.remove(block.id, "text") }),
    ...(block.type === "heading" ? { onEnter: () => letter.insert("text", after()) } : {}),
    ...(block.type === "text"
      ? {
          onSlash: () => {
            const anchor = frame();
            if (anchor) askInsert({ anchor, place: after(), replaces: block.id });
          },
        }
      : {}),
  };
}

export function HeadingView({ block }: { block: BlockOf<"heading"> }) {
  const t = useTranslations("letter");
  const { letter, words, isReadOnly } = useLetter();
  const exits = useExits(block);
  const { size, line } = TYPE[block.level];
  return (
    <div
      className="mb-4 font-bold"
      style={{ fontSize: size, lineHeight: `${line}px`, textAlign: block.align }}
    >
      <RichText
        isLine
        label={t("blocks.heading")}
        placeholder={t("placeholder.heading")}
        maxLength={MAX_HEADING}
        value={useParagraphs(block.text)}
        onChange={(value) => letter.editBlock(block, { text: asLine(value) })}
        words={words}
        isReadOnly={isReadOnly}
        exits={exits}
        field={`blocks.${block.id}.text`}
      />
    </div>
  );
}

export function TextView({ block }: { block: BlockOf<"text"> }) {
  const t = useTranslations("letter");
  const { letter, words, isReadOnly } = useLetter();
  const exits = useExits(block);
  return (
    <div className="mb-4 text-base leading-[26px]" style={{ textAlign: block.align }}>
      <RichText
        label={t("blocks.text")}
        placeholder={t("placeholder.text")}
        value={block.paragraphs}
        onChange={(paragraphs) => letter.editBlock(block, { paragraphs })}
        words={words}
        isReadOnly={isReadOnly}
        exits={exits}
        field={`blocks.${block.id}.text`}
      />
    </div>
  );
}

export function ButtonView({ block }: { block: BlockOf<"button"> }) {
  const t = useTranslations("letter");
  const { letter, look, words, isReadOnly } = useLetter();
  const exits = useExits(block);
  const { brand, onBrand } = look.colours;
  return (
    <div className="pt-2 pb-6" style={{ textAlign: block.align }}>
      <div
        className="inline-block min-w-32 rounded-md px-6 py-3 text-center font-semibold text-base leading-6"
        style={{
          backgroundColor: brand,
          color: onBrand,
          ...(block.isFullWidth ? { display: "block" } : {}),
          ["--letter-placeholder" as string]: onBrand,
        }}
      >
        <RichText
          isLine
          label={t("buttonLabel")}
          placeholder={t("placeholder.button")}
          maxLength={MAX_LABEL}
          value={useParagraphs(block.label)}
          onChange={(value) => letter.editBlock(block, { label: asLine(value) })}
          words={words}
          isReadOnly={isReadOnly}
          exits={exits}
          field={`blocks.${block.id}.label`}
        />
      </div>
    </div>
  );
}
