"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Button } from "@/app/_ui/button";
import { useErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Popover } from "@/app/_ui/popover";
import { UserText } from "@/app/_ui/user-text";
import type { LetterBlock } from "@/server/content/schemas";
import { BlockTools } from "./block-tools";
import type { CanvasBlockProps } from "./canvas-block";
import { MarkupField } from "./markup-field";
import { MergeTagPicker } from "./merge-tag-picker";

type ButtonPart = Extract<LetterBlock, { type: "button" }>;

/** The button: its label is written on it, its address in a small panel below. */
export function ButtonBlock(props: CanvasBlockProps & { block: ButtonPart }) {
  const { block, letter, look, problems, isReadOnly } = props;
  const t = useTranslations("campaigns.editor.blocks");
  const errorText = useErrorText();
  const field = useRef<HTMLTextAreaElement>(null);
  const change = (name: "label" | "href", text: string) =>
    letter.editBlock(block.id, name, (one) =>
      one.type === "button" ? { ...one, [name]: text } : one,
    );
  const onLabel = (label: string) => change("label", label);
  const linkProblem = problems.find((p) => p.field === `blocks.${block.id}.href`);
  const linkError = linkProblem ? errorText(linkProblem.code) : undefined;

  return (
    <div className="group/block relative mt-2 mb-6">
      {isReadOnly ? null : (
        <BlockTools block={block} letter={letter}>
          <MergeTagPicker
            attributes={look.attributes}
            field={field}
            value={block.label}
            onChange={onLabel}
          />
        </BlockTools>
      )}
      <div
        className="inline-block min-w-40 max-w-full rounded-md border-2 border-transparent px-6 py-2.5"
        style={{ backgroundColor: look.colours.brand, color: look.colours.onBrand }}
      >
        <MarkupField
          label={t("buttonLabel")}
          placeholder={t("buttonPlaceholder")}
          value={block.label}
          onChange={onLabel}
          problems={[]}
          inputRef={field}
          isReadOnly={isReadOnly}
          className="text-center font-semibold text-base leading-6"
          isOnColour
        />
      </div>
      <Problems
        problems={problems.filter((p) => p.field === `blocks.${block.id}.label`)}
        text={errorText}
      />
      <div className="mt-2">
        <Popover
          title={t("linkTitle")}
          trigger={
            <Button
              size="small"
              variant="ghost"
              disabled={isReadOnly}
              className="max-w-full text-[#4f5968] hover:bg-[#eef0f3] hover:text-[#14181f]"
            >
              <Link2 aria-hidden />
              {block.href ? (
                <UserText className="truncate">{block.href}</UserText>
              ) : (
                <span>{t("addLink")}</span>
              )}
            </Button>
          }
        >
          <Field label={t("linkAddress")} hint={t("linkHint")} error={linkError}>
            <Input
              value={block.href}
              onValueChange={(href) => change("href", href)}
              placeholder="https://"
              inputMode="url"
              autoComplete="off"
              translate="no"
            />
          </Field>
        </Popover>
        {linkError ? <p className="mt-1 text-[#9b2017] text-xs">{linkError}</p> : null}
      </div>
    </div>
  );
}

function Problems(props: {
  problems: readonly { code: string; name: string; line: number; column: number }[];
  text: (code: string) => string;
}) {
  return props.problems.map((problem) => (
    <p
      key={`${problem.code}-${problem.line}-${problem.column}`}
      className="mt-1 text-[#9b2017] text-xs"
    >
      {props.text(problem.code)} <UserText isMono>{problem.name}</UserText>
    </p>
  ));
}
