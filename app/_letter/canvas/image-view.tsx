"use client";

import { ImageUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useRef } from "react";
import { useErrorText } from "@/app/_ui/error-text";
import type { BlockOf } from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { IMAGE_TYPES, useUpload } from "../use-upload";

const MARGIN = { left: "0 auto 0 0", center: "0 auto", right: "0 0 0 auto" };

export function ImageView({ block }: { block: BlockOf<"image"> }) {
  const t = useTranslations("letter.image");
  const errorText = useErrorText();
  const { isReadOnly } = useLetter();
  const { isBusy, code, take } = useUpload(block);
  const input = useRef<HTMLInputElement>(null);
  const drop = isReadOnly
    ? {}
    : {
        onDragOver: (event: DragEvent) => event.preventDefault(),
        onDrop: (event: DragEvent) => {
          event.preventDefault();
          take(event.dataTransfer.files[0]);
        },
      };
  const failure = code ? (
    <span role="alert" className="font-sans text-[#9b2017] text-sm">
      {errorText(code)}
    </span>
  ) : null;
  if (block.image) {
    const { src, width, height } = block.image;
    const alt = block.isDecorative ? "" : block.alt || t("missingAlt");
    return (
      <div className="pb-4" {...drop}>
        {/* biome-ignore lint/performance/noImgElement: drawn as in the mail, from the same address. */}
        <img
          src={src}
          width={width}
          height={height}
          alt={alt}
          translate="no"
          className="block h-auto"
          style={{ width: `${block.width}%`, maxWidth: width, margin: MARGIN[block.align] }}
        />
        {failure}
      </div>
    );
  }
  return (
    <div className="pb-4" {...drop}>
      <button
        type="button"
        disabled={isReadOnly || isBusy}
        onClick={() => input.current?.click()}
        className="flex min-h-32 w-full flex-col items-center justify-center gap-1 rounded-md border border-current border-dashed p-3 font-sans text-sm"
      >
        <ImageUp aria-hidden className="size-5" />
        {isBusy ? t("busy") : t("choose")}
        <span className="text-xs">{t("kinds")}</span>
      </button>
      {failure}
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t("choose")}
        accept={IMAGE_TYPES.join()}
        onChange={(event) => {
          take(event.target.files?.[0]);
          // The same file can be chosen again after a fault.
          event.target.value = "";
        }}
      />
    </div>
  );
}
