"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { Switch } from "@/app/_ui/switch";
import { Align, type BlockOf, type ColumnRatio, type LetterBlock } from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { withRatio } from "../new-block";
import { HrefField } from "./href-field";
import { ImageFields } from "./image-fields";
import { NumberField } from "./number-field";
import { ProductFields } from "./product-fields";

/** Left, centred or right. */
export function AlignField({
  value,
  onChange,
}: {
  value: Align;
  onChange: (align: Align) => void;
}) {
  const t = useTranslations("letter.fields");
  const options = Align.options.map((one) => ({ value: one, label: t(`aligned.${one}`) }));
  return (
    <Field label={t("align")}>
      <Select options={options} value={value} onValueChange={onChange} />
    </Field>
  );
}

const LEVELS = ["1", "2", "3"] as const;

function HeadingFields({ block }: { block: BlockOf<"heading"> }) {
  const t = useTranslations("letter.fields");
  const { letter } = useLetter();
  const options = LEVELS.map((one) => ({ value: one, label: t("levelName", { level: one }) }));
  return (
    <>
      <Field label={t("level")}>
        <Select
          options={options}
          value={LEVELS[block.level - 1]}
          onValueChange={(level) =>
            letter.editBlock(block, { level: level === "1" ? 1 : level === "2" ? 2 : 3 })
          }
        />
      </Field>
      <AlignField value={block.align} onChange={(align) => letter.editBlock(block, { align })} />
    </>
  );
}

function ButtonFields({ block }: { block: BlockOf<"button"> }) {
  const t = useTranslations("letter.fields");
  const { letter } = useLetter();
  return (
    <>
      <HrefField value={block.href} onChange={(href) => letter.editBlock(block, { href })} />
      <AlignField value={block.align} onChange={(align) => letter.editBlock(block, { align })} />
      <Switch
        label={t("fullWidth")}
        checked={block.isFullWidth}
        onCheckedChange={(isFullWidth) => letter.editBlock(block, { isFullWidth })}
      />
    </>
  );
}

function ColumnsFields({ block }: { block: BlockOf<"columns"> }) {
  const t = useTranslations("letter.fields");
  const { letter } = useLetter();
  const ratios: ColumnRatio[] = ["1-1", "1-2", "2-1", "1-1-1"];
  return (
    <>
      <Field label={t("ratio")}>
        <Select
          options={ratios.map((ratio) => ({ value: ratio, label: t(`ratios.${ratio}`) }))}
          value={block.ratio}
          onValueChange={(ratio) => letter.editBlock(block, withRatio(block, ratio))}
        />
      </Field>
      <Switch
        label={t("stacked")}
        checked={block.isStacked}
        onCheckedChange={(isStacked) => letter.editBlock(block, { isStacked })}
      />
    </>
  );
}

function SectionFields({ block }: { block: BlockOf<"section"> }) {
  const t = useTranslations("letter.fields");
  const { letter } = useLetter();
  return (
    <>
      <Field label={t("background")}>
        <Input
          type="color"
          className="w-16 p-1"
          value={block.background}
          onValueChange={(background) => letter.editBlock(block, { background })}
        />
      </Field>
      <NumberField
        label={t("padding")}
        value={block.padding}
        min={0}
        max={64}
        onChange={(padding) => letter.editBlock(block, { padding })}
      />
    </>
  );
}

/** The settings of one part. */
export function BlockFields({ block }: { block: LetterBlock }) {
  const t = useTranslations("letter.fields");
  const { letter } = useLetter();
  switch (block.type) {
    case "heading":
      return <HeadingFields block={block} />;
    case "text":
      return (
        <AlignField value={block.align} onChange={(align) => letter.editBlock(block, { align })} />
      );
    case "button":
      return <ButtonFields block={block} />;
    case "image":
      return (
        <>
          <ImageFields block={block} />
          <AlignField
            value={block.align}
            onChange={(align) => letter.editBlock(block, { align })}
          />
        </>
      );
    case "columns":
      return <ColumnsFields block={block} />;
    case "section":
      return <SectionFields block={block} />;
    case "product":
      return <ProductFields block={block} />;
    case "spacer":
      return (
        <NumberField
          label={t("height")}
          value={block.height}
          min={4}
          max={120}
          onChange={(height) => letter.editBlock(block, { height })}
        />
      );
    case "divider":
      return <p className="text-ink-muted text-sm">{t("none")}</p>;
    default: {
      const never: never = block;
      return never;
    }
  }
}
