"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/app/_ui/field";
import { Input } from "@/app/_ui/input";
import { Select } from "@/app/_ui/select";
import { Switch } from "@/app/_ui/switch";
import {
  type BlockOf,
  MAX_PRODUCTS,
  PRODUCT_SOURCES,
  type ProductSource,
} from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { NumberField } from "./number-field";
import { PickedProducts } from "./picked-products";

function sourceOf(kind: ProductSource["kind"]): ProductSource {
  if (kind === "picked") return { kind, productIds: [] };
  return kind === "bestsellers" ? { kind, days: 90 } : { kind };
}

/** Which products, how many and with what. */
export function ProductFields({ block }: { block: BlockOf<"product"> }) {
  const t = useTranslations("letter.product");
  const { letter } = useLetter();
  const { source } = block;
  return (
    <>
      <Field label={t("source")} hint={t(`hints.${source.kind}`)}>
        <Select
          options={PRODUCT_SOURCES.map((kind) => ({ value: kind, label: t(kind) }))}
          value={source.kind}
          onValueChange={(kind) => letter.editBlock(block, { source: sourceOf(kind) })}
        />
      </Field>
      {source.kind === "bestsellers" ? (
        <NumberField
          label={t("days")}
          value={source.days}
          min={1}
          max={730}
          onChange={(days) => letter.editBlock(block, { source: { kind: "bestsellers", days } })}
        />
      ) : null}
      {source.kind === "picked" ? (
        <PickedProducts
          ids={source.productIds}
          hasImage={block.hasImage}
          onChange={(productIds) =>
            letter.editBlock(block, {
              source: { kind: "picked", productIds },
              count: Math.max(1, productIds.length),
            })
          }
        />
      ) : (
        <NumberField
          label={t("count")}
          value={block.count}
          min={1}
          max={MAX_PRODUCTS}
          onChange={(count) => letter.editBlock(block, { count })}
        />
      )}
      <NumberField
        label={t("perRow")}
        value={block.perRow}
        min={1}
        max={3}
        onChange={(n) => letter.editBlock(block, { perRow: n === 1 ? 1 : n === 2 ? 2 : 3 })}
      />
      <Switch
        label={t("hasImage")}
        hint={t("hasImageHint")}
        checked={block.hasImage}
        onCheckedChange={(hasImage) => letter.editBlock(block, { hasImage })}
      />
      <Switch
        label={t("hasPrice")}
        checked={block.hasPrice}
        onCheckedChange={(hasPrice) => letter.editBlock(block, { hasPrice })}
      />
      <Field label={t("button")} isOptional>
        <Input
          value={block.buttonLabel}
          maxLength={60}
          translate="no"
          onValueChange={(buttonLabel) => letter.editBlock(block, { buttonLabel })}
        />
      </Field>
    </>
  );
}
