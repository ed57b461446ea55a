"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useErrorText } from "@/app/_ui/error-text";
import { useLetter } from "../letter-context";

/** What is wrong with a line of the letter or with any text of a part, below it. */
export function FieldProblems({ field }: { field: string }) {
  const t = useTranslations("letter");
  const text = useErrorText();
  const { problems } = useLetter();
  const own = problems.filter((one) => one.field === field || one.field.startsWith(`${field}.`));
  if (own.length === 0) return null;
  return (
    <ul className="mb-3 flex flex-col gap-1 text-left font-normal font-sans text-[#9b2017] text-xs leading-4">
      {own.map((problem) => (
        <li
          key={`${problem.code}-${problem.field}-${problem.line}-${problem.column}-${problem.name}`}
          className="flex items-start gap-1.5 rounded-sm bg-[#fdebe9] px-2 py-1"
        >
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span>
            {problem.field.endsWith(".href") ? `${t("fields.href")}: ` : null}
            {text(problem.code)}{" "}
            {problem.name ? (
              <code translate="no" className="break-all font-mono">
                {problem.name}
              </code>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
