"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./button";
import { cn } from "./cn";

interface FileDropProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  /** As in `<input accept>`: ".csv,.txt". */
  accept?: string;
  disabled?: boolean;
  /** Name of the file that is already chosen. */
  fileName?: string;
  onFile: (file: File) => void;
}

/** A place to drop a file on, with a button that does the same. */
export function FileDrop(props: FileDropProps) {
  const { label, hint, error, accept, disabled, fileName, onFile } = props;
  const t = useTranslations("common.fileDrop");
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !disabled) onFile(file);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the button inside.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "flex flex-col items-center gap-2 rounded-md border border-line-strong border-dashed bg-surface px-6 py-10 text-center transition-colors",
        isOver && "border-accent bg-accent-soft",
        error && "border-bad",
      )}
    >
      <FileUp aria-hidden className="size-6 text-ink-faint" />
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        ref={input}
        id={id}
        type="file"
        accept={accept}
        disabled={disabled}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-note`}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was corrected.
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      <div id={`${id}-note`} className="text-ink-muted text-xs">
        {fileName ? (
          <p translate="no" className="text-ink text-sm">
            {fileName}
          </p>
        ) : null}
        {hint ? <p>{hint}</p> : null}
        {error ? <p className="mt-1 text-bad-ink">{error}</p> : null}
      </div>
      <Button
        disabled={disabled}
        aria-describedby={`${id}-note`}
        onClick={() => input.current?.click()}
      >
        {fileName ? t("chooseOther") : t("choose")}
      </Button>
    </div>
  );
}
