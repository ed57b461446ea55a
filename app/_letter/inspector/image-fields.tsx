"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Switch } from "@/app/_ui/switch";
import type { BlockOf } from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { HrefField } from "./href-field";
import { NumberField } from "./number-field";

/** A picture's description, link and size. */
export function ImageFields({ block }: { block: BlockOf<"image"> }) {
  const t = useTranslations("letter");
  const { letter } = useLetter();
  return (
    <>
      <Field label={t("image.alt")} hint={t("image.altHint")} disabled={block.isDecorative}>
        <Input
          value={block.alt}
          maxLength={300}
          translate="no"
          onValueChange={(alt) => letter.editBlock(block, { alt })}
        />
      </Field>
      <Switch
        label={t("image.decorative")}
        checked={block.isDecorative}
        onCheckedChange={(isDecorative) => letter.editBlock(block, { isDecorative })}
      />
      <HrefField
        isOptional
        value={block.href}
        onChange={(href) => letter.editBlock(block, { href })}
      />
      <NumberField
        label={t("image.width")}
        value={block.width}
        min={10}
        max={100}
        onChange={(width) => letter.editBlock(block, { width })}
      />
      {block.image ? (
        <Button
          size="small"
          className="self-start"
          onClick={() => letter.editBlock(block, { image: null })}
        >
          {t("image.replace")}
        </Button>
      ) : null}
    </>
  );
}
