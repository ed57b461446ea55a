"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useId } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Banner } from "@/app/_ui/banner";
import { Checkbox } from "@/app/_ui/checkbox";
import { readCodedError, useCallErrorText } from "@/app/_ui/error-text";
import { Field } from "@/app/_ui/field";
import { RadioGroup } from "@/app/_ui/radio-group";
import { Section } from "@/app/_ui/section";
import { Select } from "@/app/_ui/select";
import { SkeletonTable } from "@/app/_ui/skeleton";
import { toast } from "@/app/_ui/toast";
import { DELIMITERS, ENCODINGS, type FileFormat, KINDS } from "@/server/imports/schemas";
import { PreviewTable } from "./preview-table";
import type { StepProps } from "./step";

/** How the file is read, with its first rows below. */
export function PreviewStep({ draft, onReady }: StepProps) {
  const t = useTranslations("imports");
  const trpc = useTRPC();
  const callErrorText = useCallErrorText();
  const { view } = draft;
  const { format } = view;
  const id = useId();
  const preview = useQuery({
    ...trpc.imports.preview.queryOptions({ id: view.id }),
    retry: false,
  });
  const isReady = preview.isSuccess && !preview.isFetching && view.plan !== null;
  useEffect(() => onReady(isReady), [isReady, onReady]);

  const failed = (error: unknown) => toast.error(callErrorText(error));
  const read = (change: Partial<FileFormat>) => {
    draft.save({ format: { ...format, ...change } }).catch(failed);
  };
  const row = preview.isError ? readCodedError(preview.error).row : null;

  return (
    <Section title={t("preview.title")} description={t("preview.text")}>
      <div className="mb-6 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Field label={t("preview.encoding")}>
          <Select
            value={format.encoding}
            onValueChange={(encoding) => read({ encoding })}
            options={ENCODINGS.map((value) => ({ value, label: t(`encoding.${value}`) }))}
          />
        </Field>
        <Field label={t("preview.delimiter")}>
          <Select
            value={format.delimiter}
            onValueChange={(delimiter) => read({ delimiter })}
            options={DELIMITERS.map((value) => ({ value, label: t(`delimiter.${value}`) }))}
          />
        </Field>
        <div className="flex items-end pb-1.5">
          <Checkbox
            id={`${id}-header`}
            label={t("preview.header")}
            checked={format.hasHeader}
            onCheckedChange={(hasHeader) => read({ hasHeader })}
          />
        </div>
        {view.plan ? (
          <RadioGroup
            className="sm:col-span-2 lg:col-span-3"
            legend={t("kind.legend")}
            value={view.kind}
            onValueChange={(kind) => {
              if (view.plan) draft.save({ plan: { ...view.plan, kind } }).catch(failed);
            }}
            options={KINDS.map((value) => ({
              value,
              label: t(`kind.${value}`),
              hint: t(`kind.${value}Hint`),
            }))}
          />
        ) : null}
      </div>
      {preview.isPending ? <SkeletonTable rows={8} /> : null}
      {preview.isError ? (
        <Banner tone="bad" isLive title={callErrorText(preview.error)}>
          {row ? `${t("preview.faultRow", { row })} ` : null}
          {t("preview.faultHint")}
        </Banner>
      ) : null}
      {preview.isSuccess ? <PreviewTable preview={preview.data} /> : null}
    </Section>
  );
}
