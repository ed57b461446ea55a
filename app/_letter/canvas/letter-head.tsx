"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Initials } from "@/app/_ui/initials";
import { UserText } from "@/app/_ui/user-text";
import { MAX_SUBJECT } from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { useActiveText } from "../rich-text/active-text";
import { BracesOffer } from "../rich-text/braces-offer";
import { asLine } from "../rich-text/convert";
import { RichText } from "../rich-text/rich-text";
import { FieldProblems } from "./field-problems";

/** Sender, subject and first line, as an inbox shows them. */
export function LetterHead() {
  const { letter, look } = useLetter();
  const { senderName, senderEmail } = look.brand;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears that one writes in no part now.
    <div
      onFocus={() => letter.select(null)}
      className="letter-head mx-auto mb-4 flex max-w-[600px] gap-3 rounded-md bg-white px-4 py-3 font-sans text-[#14181f] text-sm"
    >
      <Initials name={senderName} colour={look.colours.brand} />
      <div className="min-w-0 flex-1">
        <p className="truncate">
          <UserText className="font-semibold">{senderName}</UserText>{" "}
          <UserText className="text-[#4f5968]">{senderEmail}</UserText>
        </p>
        <HeadLine name="subject" className="font-semibold" />
        <HeadLine name="preheader" className="text-[#4f5968]" />
      </div>
    </div>
  );
}

function HeadLine({ name, className }: { name: "subject" | "preheader"; className: string }) {
  const t = useTranslations("letter");
  const { letter, words, isReadOnly } = useLetter();
  const active = useActiveText();
  const line = letter.document[name];
  const value = useMemo(() => [{ inlines: line }], [line]);
  return (
    <div className="py-1">
      <RichText
        isLine
        label={t(name)}
        placeholder={t(`placeholder.${name}`)}
        value={value}
        maxLength={MAX_SUBJECT}
        words={words}
        isReadOnly={isReadOnly}
        onChange={(next) => letter.edit(name, (draft) => ({ ...draft, [name]: asLine(next) }))}
        field={name}
        className={className}
      />
      <FieldProblems field={name} />
      {/* No part is chosen here, so the settings need not be what is shown. */}
      {active?.field === name ? (
        <div className="pt-2 empty:hidden">
          <BracesOffer active={active} />
        </div>
      ) : null}
    </div>
  );
}
