"use client";

import { Bold, Italic } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import type { LetterBlock, LetterProblem } from "@/server/content/schemas";
import { BlockTools } from "./block-tools";
import { ButtonBlock } from "./button-block";
import type { CanvasLook } from "./canvas";
import { LinkPopover } from "./link-popover";
import { MarkupField } from "./markup-field";
import { MergeTagPicker } from "./merge-tag-picker";
import { linkSelection, wrapSelection } from "./text-edits";
import type { LetterEditing } from "./use-letter";

export interface CanvasBlockProps {
  block: LetterBlock;
  letter: LetterEditing;
  look: CanvasLook;
  problems: readonly LetterProblem[];
  isReadOnly: boolean;
}

/** One part of the letter on the canvas. */
export function CanvasBlock(props: CanvasBlockProps) {
  const { block } = props;
  switch (block.type) {
    case "heading":
    case "text":
      return <WrittenBlock {...props} block={block} />;
    case "button":
      return <ButtonBlock {...props} block={block} />;
    default: {
      const never: never = block;
      return never;
    }
  }
}

type Written = Extract<LetterBlock, { type: "heading" | "text" }>;

const TYPE = {
  heading: "font-bold text-[26px] leading-[34px]",
  text: "text-base leading-[26px]",
};

function WrittenBlock(props: CanvasBlockProps & { block: Written }) {
  const { block, letter, look, problems, isReadOnly } = props;
  const t = useTranslations("campaigns.editor.blocks");
  const field = useRef<HTMLTextAreaElement>(null);
  const isText = block.type === "text";
  const onChange = (text: string) =>
    letter.editBlock(block.id, "text", (one) => ("text" in one ? { ...one, text } : one));
  const edit = { value: block.text, onChange };

  return (
    <div className="group/block relative mb-4">
      {isReadOnly ? null : (
        <BlockTools block={block} letter={letter}>
          {isText ? (
            <>
              <IconButton
                icon={Bold}
                label={t("bold")}
                size="small"
                onClick={() => wrapSelection(field, edit, "**")}
              />
              <IconButton
                icon={Italic}
                label={t("italic")}
                size="small"
                onClick={() => wrapSelection(field, edit, "*")}
              />
              <LinkPopover onLink={(href) => linkSelection(field, edit, href)} />
            </>
          ) : null}
          <MergeTagPicker attributes={look.attributes} field={field} {...edit} />
        </BlockTools>
      )}
      <MarkupField
        label={t(block.type)}
        placeholder={t(isText ? "textPlaceholder" : "headingPlaceholder")}
        value={block.text}
        onChange={onChange}
        problems={problems.filter((p) => p.field === `blocks.${block.id}.text`)}
        inputRef={field}
        isFormatted={isText}
        isReadOnly={isReadOnly}
        className={TYPE[block.type]}
      />
    </div>
  );
}
