"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "./button";
import { IconButton } from "./icon-button";
import { toast } from "./toast";

interface CopyButtonProps {
  text: string;
  /** Visible words; without them it is an icon. */
  label?: string;
}

const SHOWN_MS = 2_000;

/** Copies a text and says that it did. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const t = useTranslations("common");
  const [isCopied, setCopied] = useState(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), SHOWN_MS);
    } catch {
      // Browsers refuse outside HTTPS and without permission.
      toast.error(t("copyFailed"));
    }
  }

  const Icon = isCopied ? Check : Copy;
  return (
    <>
      {label ? (
        <Button size="small" onClick={copy}>
          <Icon aria-hidden />
          {isCopied ? t("copied") : label}
        </Button>
      ) : (
        <IconButton icon={Icon} size="small" label={t("copy")} onClick={copy} />
      )}
      <span role="status" className="sr-only">
        {isCopied ? t("copied") : ""}
      </span>
    </>
  );
}
