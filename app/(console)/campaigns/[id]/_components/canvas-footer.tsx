"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { UserText } from "@/app/_ui/user-text";

export interface FooterText {
  reason: string;
  unsubscribe: string;
  imprintTitle: string;
  imprint: readonly string[];
}

interface CanvasFooterProps {
  footer: FooterText;
  imprintMissing: readonly string[];
}

/** The mandatory end of every letter, as it will be sent; it is written in the settings. */
export function CanvasFooter({ footer, imprintMissing }: CanvasFooterProps) {
  const t = useTranslations("campaigns.editor.footer");
  return (
    <div className="border-[#e2e6eb] border-t pt-5 text-[#4f5968] text-[13px] leading-5">
      {imprintMissing.length > 0 ? (
        <p
          id="footer"
          className="mb-4 rounded-md border border-[#e0a8a3] bg-[#fdebe9] px-3 py-2 font-sans text-[#9b2017]"
        >
          {t("incomplete")}{" "}
          {imprintMissing.map((field, index) => (
            <span key={field}>
              {index > 0 ? ", " : ""}
              {t.has(`fields.${field}`) ? t(`fields.${field}`) : field}
            </span>
          ))}
          {". "}
          <Link href="/settings" className="font-medium underline">
            {t("complete")}
          </Link>
        </p>
      ) : null}
      {/* In the letter's own language, which need not be the reader's. */}
      <div translate="no">
        <p className="mb-3">{footer.reason}</p>
        <p className="mb-3 underline">{footer.unsubscribe}</p>
        <p>
          <strong>{footer.imprintTitle}</strong>
          {footer.imprint.map((line) => (
            <UserText key={line} className="block break-words">
              {line}
            </UserText>
          ))}
        </p>
      </div>
      <p className="mt-3 font-sans text-xs">{t("fixed")}</p>
    </div>
  );
}
