"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { CopyButton } from "@/app/_ui/copy-button";
import { Badge, Status, type Tone } from "@/app/_ui/status";

interface RecordCardProps {
  title: ReactNode;
  /** What the record is good for. */
  purpose: ReactNode;
  need: "required" | "recommended" | "next";
  record: { name: string; value: string };
  /** In a word, what was found; null before the first look. */
  state: { tone: Tone; word: string } | null;
  /** What was found, and what to do about it. */
  finding: ReactNode;
}

/** One DNS record with its parts to copy, and what a look at the DNS said of it. */
export function RecordCard(props: RecordCardProps) {
  const { title, purpose, need, record, state, finding } = props;
  const t = useTranslations("senders.records");
  const id = useId();
  return (
    <section aria-labelledby={id} className="@container rounded-md border bg-surface">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1 basis-60">
          <div className="flex flex-wrap items-center gap-2">
            <h3 id={id} className="font-medium">
              {title}
            </h3>
            <Badge>{t(`needs.${need}`)}</Badge>
          </div>
          <p className="mt-0.5 text-pretty text-ink-muted text-xs">{purpose}</p>
        </div>
        {state ? <Status tone={state.tone}>{state.word}</Status> : null}
      </div>
      <dl className="divide-y">
        <Part label={t("type")} text="TXT" />
        <Part label={t("name")} text={record.name} copy={t("copyName")} />
        <Part label={t("value")} text={record.value} copy={t("copyValue")} />
      </dl>
      {finding ? (
        <div className="break-words rounded-b-md border-t bg-sunken px-4 py-2.5 text-ink-muted text-xs [&_code]:break-all [&_code]:font-mono [&_code]:text-ink">
          {finding}
        </div>
      ) : null}
    </section>
  );
}

interface PartProps {
  label: string;
  text: string;
  /** Words of the button that copies it. */
  copy?: string;
}

function Part({ label, text, copy }: PartProps) {
  return (
    <div className="grid @lg:grid-cols-[5rem_minmax(0,1fr)_auto] grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 px-4 py-2.5">
      <dt className="@max-lg:col-span-2 pt-1 text-ink-muted text-xs">{label}</dt>
      <dd translate="no" className="break-all pt-1 font-mono text-xs leading-5">
        {text}
      </dd>
      <dd>{copy ? <CopyButton text={text} label={copy} /> : null}</dd>
    </div>
  );
}
