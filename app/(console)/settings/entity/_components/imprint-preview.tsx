"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { type Control, useWatch } from "react-hook-form";
import { Panel, Section } from "@/app/_ui/section";
import type { EntityInput } from "@/server/workspaces/schemas";
import { previewImprint } from "./actions";

interface ImprintPreviewProps {
  control: Control<EntityInput>;
  /** The imprint of what is stored. */
  initial: string[];
}

/** How long one may pause in typing before the preview follows. */
const PAUSE_MS = 250;

/** The imprint of what stands in the form now, worded by the very code that words it in mails. */
export function ImprintPreview({ control, initial }: ImprintPreviewProps) {
  const t = useTranslations("settings.entity");
  const values = useWatch({ control }) as EntityInput;
  const typed = JSON.stringify(values);
  const [first] = useState(typed);
  const [lines, setLines] = useState(initial);

  useEffect(() => {
    if (typed === first) {
      setLines(initial);
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(() => {
      previewImprint(JSON.parse(typed)).then(
        (next) => isCurrent && setLines(next),
        () => {
          // Without the server the preview stays as it was; saving will tell.
        },
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [typed, first, initial]);

  return (
    <Section title={t("preview")} className="xl:sticky xl:top-20 xl:self-start">
      <Panel>
        {lines.length > 0 ? (
          <ul translate="no" className="flex flex-col gap-1 break-words text-ink-muted text-xs">
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : (
          <p className="text-ink-muted">{t("imprint.empty")}</p>
        )}
      </Panel>
    </Section>
  );
}
