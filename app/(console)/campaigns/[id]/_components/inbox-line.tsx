"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useRef } from "react";
import { Initials } from "@/app/_ui/initials";
import { UserText } from "@/app/_ui/user-text";
import type { LetterProblem } from "@/server/content/schemas";
import type { CanvasLook } from "./canvas";
import { MarkupField } from "./markup-field";
import { MergeTagPicker } from "./merge-tag-picker";
import type { LetterEditing } from "./use-letter";

interface InboxLineProps {
  letter: LetterEditing;
  look: CanvasLook;
  problems: readonly LetterProblem[];
  isReadOnly: boolean;
}

/** Sender, subject and first line, as an inbox shows them. */
export function InboxLine({ letter, look, problems, isReadOnly }: InboxLineProps) {
  const subject = useRef<HTMLTextAreaElement>(null);
  const preheader = useRef<HTMLTextAreaElement>(null);
  const line = { letter, look, problems, isReadOnly };
  return (
    <div className="flex gap-3 border-[#e2e6eb] border-b bg-white px-4 py-4 text-[#14181f] sm:px-6">
      <Initials name={look.brand.senderName} colour={look.colours.brand} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm">
          <UserText className="font-semibold">{look.brand.senderName}</UserText>{" "}
          <UserText className="text-[#4f5968]">{look.brand.senderEmail}</UserText>
        </p>
        <Line {...line} name="subject" field={subject} className="font-semibold" />
        <Line {...line} name="preheader" field={preheader} className="text-[#4f5968]" />
      </div>
    </div>
  );
}

interface LineProps extends InboxLineProps {
  name: "subject" | "preheader";
  field: RefObject<HTMLTextAreaElement | null>;
  className: string;
}

function Line({ letter, look, problems, isReadOnly, name, field, className }: LineProps) {
  const t = useTranslations("campaigns.editor");
  const value = letter.document[name];
  const onChange = (text: string) =>
    letter.edit(name, (draft) => ({ ...draft, [name]: text.slice(0, 250) }));
  return (
    <div className="mt-1 flex items-start gap-2">
      <div className="min-w-0 flex-1 py-1">
        <MarkupField
          label={t(name)}
          placeholder={t(`${name}Placeholder`)}
          value={value}
          onChange={onChange}
          problems={problems.filter((p) => p.field === name)}
          inputRef={field}
          isReadOnly={isReadOnly}
          className={`text-sm leading-5 ${className}`}
        />
      </div>
      {isReadOnly ? null : (
        <div className="[&_button]:text-[#4f5968] [&_button]:hover:bg-[#eef0f3]">
          <MergeTagPicker
            attributes={look.attributes}
            field={field}
            value={value}
            onChange={onChange}
          />
        </div>
      )}
    </div>
  );
}
