"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Banner } from "@/app/_ui/banner";
import { CopyButton } from "@/app/_ui/copy-button";
import { UserText } from "@/app/_ui/user-text";
import { curlOf } from "./curl";
import type { Shop } from "./types";

interface MadeKeyProps {
  apiKey: string;
  shop: Shop;
}

/** A key, the only time it can be read, and the command that sends a first order with it. */
export function MadeKey({ apiKey, shop }: MadeKeyProps) {
  const t = useTranslations("settings.apiKeys");
  const [madeAt] = useState(() => new Date().toISOString().replace(/\.\d+/, ""));
  const start = useRef<HTMLDivElement>(null);

  // The button that was pressed is gone; what must be read now takes the focus.
  useEffect(() => start.current?.focus(), []);

  return (
    <div className="flex flex-col gap-5">
      <div ref={start} tabIndex={-1} className="outline-none">
        <Banner tone="warn" title={t("onceTitle")}>
          {t("onceText")}
        </Banner>
      </div>
      <CopyBlock label={t("key")} copy={t("copyKey")} text={apiKey} />
      <CopyBlock
        label={t("first")}
        copy={t("copyCommand")}
        text={curlOf(shop, apiKey, madeAt)}
        hint={t.rich("firstHint", {
          file: () => (
            <UserText isMono className="text-xs">
              docs/api.md
            </UserText>
          ),
        })}
      />
    </div>
  );
}

interface CopyBlockProps {
  label: string;
  text: string;
  /** The words on the button. */
  copy: string;
  hint?: ReactNode;
}

/** A text to be taken along as it stands. */
function CopyBlock({ label, text, copy, hint }: CopyBlockProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="mb-1.5 flex flex-wrap items-center justify-between gap-2">
        <h3 id={id} className="font-medium text-sm">
          {label}
        </h3>
        <CopyButton text={text} label={copy} />
      </div>
      <pre
        translate="no"
        className="whitespace-pre-wrap break-words rounded-md border bg-sunken px-3 py-2 font-mono text-xs leading-5"
      >
        {text}
      </pre>
      {hint ? <p className="mt-1.5 text-ink-muted text-xs">{hint}</p> : null}
    </section>
  );
}
