"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type Control, useWatch } from "react-hook-form";
import { FormField } from "@/app/_ui/form";
import { Input } from "@/app/_ui/input";
import { Status } from "@/app/_ui/status";
import { type BrandInput, contrastWithWhite, MIN_CONTRAST } from "@/server/workspaces/schemas";

interface BrandFieldsProps {
  control: Control<BrandInput>;
  disabled?: boolean;
}

/** Name, colour and sender of a brand. */
export function BrandFields({ control, disabled }: BrandFieldsProps) {
  const t = useTranslations("settings.brand");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <FormField
        control={control}
        name="name"
        disabled={disabled}
        label={t("name")}
        render={(field) => <Input {...field} autoComplete="off" />}
      />
      <FormField
        control={control}
        name="colour"
        disabled={disabled}
        label={t("colour")}
        hint={t("colourHint")}
        render={(field) => (
          <span className="flex gap-2">
            <Input {...field} spellCheck={false} autoComplete="off" className="font-mono" />
            <input
              type="color"
              aria-label={t("pickColour")}
              disabled={disabled}
              value={/^#[0-9a-f]{6}$/i.test(field.value) ? field.value : "#000000"}
              onChange={(event) => field.onChange(event.target.value)}
              className="h-9 w-11 shrink-0 rounded-md border border-line-strong bg-surface p-1"
            />
          </span>
        )}
      />
      <ColourSample control={control} />
      <FormField
        control={control}
        name="senderName"
        disabled={disabled}
        label={t("senderName")}
        hint={t("senderNameHint")}
        render={(field) => <Input {...field} autoComplete="off" />}
      />
      <FormField
        control={control}
        name="senderEmail"
        disabled={disabled}
        label={t("senderEmail")}
        render={(field) => <Input {...field} type="email" autoComplete="off" />}
      />
      <FormField
        control={control}
        name="replyTo"
        disabled={disabled}
        isOptional
        label={t("replyTo")}
        hint={t("replyToHint")}
        render={(field) => <Input {...field} type="email" autoComplete="off" />}
      />
    </div>
  );
}

/** White on the colour, as a button of a mail shows it, and whether that can be read. */
function ColourSample({ control }: { control: Control<BrandInput> }) {
  const t = useTranslations("settings.brand");
  const format = useFormatter();
  const colour = useWatch({ control, name: "colour" }).trim();
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return null;
  const contrast = contrastWithWhite(colour);
  const isReadable = contrast >= MIN_CONTRAST;
  const ratio = `${format.number(Math.floor(contrast * 10) / 10, { minimumFractionDigits: 1 })}:1`;
  return (
    <div className="flex flex-wrap items-center gap-3 sm:col-span-2">
      <span
        aria-hidden
        style={{ backgroundColor: colour }}
        className="rounded-md px-4 py-2 font-medium text-white"
      >
        {t("sample")}
      </span>
      <Status tone={isReadable ? "ok" : "bad"}>
        {t(isReadable ? "contrast" : "contrastLow", { ratio })}
      </Status>
    </div>
  );
}
