"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { useErrorText } from "@/app/_ui/error-text";
import { FileDrop } from "@/app/_ui/file-drop";
import { LOGO_MAX_BYTES } from "@/server/workspaces/schemas";

interface LogoFieldProps {
  /** What is shown now: an address or a data: address. */
  url: string | null;
  /** Code of what is wrong with the last file. */
  error: string | null;
  disabled?: boolean;
  onError: (code: string | null) => void;
  /** The file in base64; null removes the logo. */
  onLogo: (data: string | null) => void;
}

function toBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error ?? new Error("The file could not be read."));
    reader.readAsDataURL(file);
  });
}

/** The address of a logo that is not stored yet. */
export function logoPreview(data: string | null): string | null {
  if (!data) return null;
  return `data:${data.startsWith("iVBOR") ? "image/png" : "image/jpeg"};base64,${data}`;
}

/** A brand's logo: what it looks like, another one, none. */
export function LogoField({ url, error, disabled, onError, onLogo }: LogoFieldProps) {
  const t = useTranslations("settings.brand");
  const text = useErrorText();

  async function choose(file: File) {
    onError(null);
    if (!/^image\/(png|jpeg)$/.test(file.type)) return onError("UPLOAD_TYPE");
    if (file.size > LOGO_MAX_BYTES) return onError("UPLOAD_TOO_LARGE");
    try {
      onLogo(await toBase64(file));
    } catch {
      onError("UPLOAD_TYPE");
    }
  }

  if (url) {
    return (
      <div className="flex flex-col gap-2">
        <p className="font-medium text-sm">{t("logo")}</p>
        <div className="flex flex-wrap items-center gap-4">
          {/* Letters are light, so the logo is judged on white. */}
          <span className="flex h-20 min-w-40 items-center justify-center rounded-md border bg-white p-3">
            {/* biome-ignore lint/performance/noImgElement: a mail shows this very file, unoptimised. */}
            <img src={url} alt={t("logoAlt")} className="max-h-14 max-w-56" />
          </span>
          <Button size="small" disabled={disabled} onClick={() => onLogo(null)}>
            {t("logoRemove")}
          </Button>
        </div>
        {error ? <p className="text-bad-ink text-xs">{text(error)}</p> : null}
      </div>
    );
  }
  return (
    <FileDrop
      label={t("logo")}
      hint={t("logoHint")}
      error={error ? text(error) : undefined}
      accept=".png,.jpg,.jpeg"
      disabled={disabled}
      onFile={choose}
    />
  );
}
