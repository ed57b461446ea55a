"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { UserText } from "@/app/_ui/user-text";
import { useLetter } from "../letter-context";
import { FOOTER } from "../use-document";
import { focusFrame } from "./block-frame";

/** The mandatory end of every letter: cannot be moved, removed or emptied, only aligned. */
export function LetterFooter() {
  const t = useTranslations("letter");
  const { letter, look, isReadOnly } = useLetter();
  const frame = useRef<HTMLDivElement>(null);
  const { reason, unsubscribe, imprintTitle, imprint } = look.footer;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a letter is no fieldset.
    <div
      ref={frame}
      role="group"
      aria-label={t("footer.label")}
      tabIndex={isReadOnly ? -1 : 0}
      data-frame={FOOTER}
      data-selected={letter.selected === FOOTER}
      className="letter-frame mt-6 border-[#e2e6eb] border-t pt-5 text-[#4f5968] text-[13px] leading-5"
      style={{ textAlign: letter.document.footer.align }}
      onFocus={() => letter.select(FOOTER)}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" || event.target !== frame.current) return;
        event.preventDefault();
        focusFrame(frame.current, -1);
      }}
    >
      <ImprintMissing fields={look.imprintMissing} />
      {/* In the letter's own language, which need not be the reader's. */}
      <div translate="no">
        <p className="mb-3">{reason}</p>
        <p className="mb-3 underline">{unsubscribe}</p>
        <p>
          <strong>{imprintTitle}</strong>
          {imprint.map((line) => (
            <UserText key={line} className="block break-words">
              {line}
            </UserText>
          ))}
        </p>
      </div>
      <p className="mt-3 font-sans text-xs">{t("footer.fixed")}</p>
    </div>
  );
}

function ImprintMissing({ fields }: { fields: readonly string[] }) {
  const t = useTranslations("letter.footer");
  if (fields.length === 0) return null;
  return (
    <p
      id="footer"
      className="mb-4 rounded-md border border-[#e0a8a3] bg-[#fdebe9] px-3 py-2 font-sans text-[#9b2017]"
    >
      {t("incomplete")}{" "}
      {fields.map((field, index) => (
        <span key={field}>
          {index > 0 ? ", " : ""}
          {t.has(`fields.${field}`) ? t(`fields.${field}`) : field}
        </span>
      ))}
      {". "}
      <Link href="/settings/entity" className="font-medium underline">
        {t("complete")}
      </Link>
    </p>
  );
}
