"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useId } from "react";
import { cn } from "@/app/_ui/cn";
import { useErrorText } from "@/app/_ui/error-text";
import type { LetterProblem } from "@/server/content/schemas";
import { type Stretch, stretchesOf } from "./markup";

interface MarkupFieldProps {
  /** Name of the field; read aloud, not drawn: the place in the letter shows what it is. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  problems: readonly LetterProblem[];
  placeholder: string;
  /** Type and colour; both layers share it, so that they cover each other. */
  className?: string;
  /** Several paragraphs with bold, italic and links; otherwise one line. */
  isFormatted?: boolean;
  isReadOnly?: boolean;
  /** Stands on the brand's colour: everything keeps the colour around it. */
  isOnColour?: boolean;
  inputRef?: RefObject<HTMLTextAreaElement | null>;
  /** Tools that belong to the field, shown under it. */
  children?: ReactNode;
}

function stretchStyle(stretch: Stretch, isOnColour: boolean): string {
  return cn(
    stretch.isTag &&
      (isOnColour
        ? "underline decoration-dotted underline-offset-4"
        : "rounded-sm bg-[#dcefec] text-[#0b4f4a] box-decoration-clone"),
    stretch.isMark && "text-[#616b7a]",
    // Drawn bolder instead of set in bold: the letters keep their width under the cursor.
    stretch.isBold && !stretch.isMark && "[-webkit-text-stroke:0.6px_currentColor]",
    stretch.isItalic && !stretch.isMark && "italic",
    stretch.isLink && !stretch.isMark && "underline underline-offset-2",
  );
}

/**
 * A text of the letter, written where it stands. The text that is seen is a layer under the
 * transparent text of a real textarea: merge tags and formatting show while the keyboard, the
 * cursor and screen readers have an ordinary field.
 */
export function MarkupField(props: MarkupFieldProps) {
  const { label, value, onChange, problems, placeholder, className, isFormatted, isReadOnly } =
    props;
  const errorId = useId();
  const layer = cn(
    "w-full whitespace-pre-wrap break-words [font-kerning:none] [font-variant-ligatures:none]",
    className,
  );
  return (
    <div className="group/field relative min-w-0">
      <div className="relative">
        <div aria-hidden translate="no" className={cn(layer, "pointer-events-none")}>
          {stretchesOf(value, !isFormatted).map((stretch) => (
            <span key={stretch.at} className={stretchStyle(stretch, props.isOnColour ?? false)}>
              {stretch.text}
            </span>
          ))}
          {/* Keeps the height of an empty or just begun line. */}
          {"\u200b"}
        </div>
        <textarea
          ref={props.inputRef}
          aria-label={label}
          aria-invalid={problems.length > 0 || undefined}
          aria-describedby={problems.length > 0 ? errorId : undefined}
          value={value}
          readOnly={isReadOnly}
          rows={1}
          spellCheck
          translate="no"
          placeholder={placeholder}
          onKeyDown={(event) => {
            if (!isFormatted && event.key === "Enter") event.preventDefault();
          }}
          onChange={(event) => {
            const typed = event.target.value;
            onChange(isFormatted ? typed : typed.replace(/[\r\n\u2028\u2029]+/g, " "));
          }}
          className={cn(
            layer,
            "absolute inset-0 h-full resize-none overflow-hidden rounded-sm bg-transparent outline-offset-4 [-webkit-text-fill-color:transparent] focus-visible:outline-2 focus-visible:outline-[#0f766e]",
            props.isOnColour
              ? "caret-current placeholder:text-current placeholder:[-webkit-text-fill-color:currentColor]"
              : "caret-[#14181f] placeholder:[-webkit-text-fill-color:#616b7a]",
            problems.length > 0 && "outline-2 outline-[#b42318]",
          )}
        />
      </div>
      <FieldProblems id={errorId} problems={problems} />
      {props.children}
    </div>
  );
}

function FieldProblems({ id, problems }: { id: string; problems: readonly LetterProblem[] }) {
  const t = useTranslations("campaigns.editor");
  const text = useErrorText();
  if (problems.length === 0) return null;
  return (
    <ul
      id={id}
      className="mt-2 flex flex-col gap-1 font-sans font-normal text-[#9b2017] text-xs not-italic leading-4"
    >
      {problems.map((problem) => (
        <li
          key={`${problem.code}-${problem.line}-${problem.column}-${problem.name}`}
          className="flex items-start gap-1.5"
        >
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          <span>
            {text(problem.code)}{" "}
            {problem.name ? (
              <code translate="no" className="font-mono">
                {problem.name}
              </code>
            ) : null}{" "}
            {problem.line > 1 || problem.column > 1
              ? t("place", { line: problem.line, column: problem.column })
              : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
