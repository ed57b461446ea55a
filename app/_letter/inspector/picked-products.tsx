"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useTRPC } from "@/app/_trpc/client";
import { Combobox } from "@/app/_ui/combobox";
import { Field } from "@/app/_ui/field";
import { IconButton } from "@/app/_ui/icon-button";
import { UserText } from "@/app/_ui/user-text";
import { MAX_PRODUCTS } from "@/server/content/schemas";

interface PickedProductsProps {
  ids: readonly string[];
  /** The block shows pictures, and so only products that have one. */
  hasImage: boolean;
  onChange: (ids: string[]) => void;
}

/** Products picked by hand, in the order in which they stand in the letter. */
export function PickedProducts({ ids, hasImage, onChange }: PickedProductsProps) {
  const t = useTranslations("letter.product");
  const trpc = useTRPC();
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed.trim());
  const choices = useQuery({
    ...trpc.letters.productChoices.queryOptions({ text, ids: [...ids], hasImage }),
    placeholderData: keepPreviousData,
  });
  const { found = [], picked = [] } = choices.data ?? {};
  const offered = found.filter(({ id }) => !ids.includes(id));
  return (
    <>
      {ids.length > 0 ? (
        <ol aria-label={t("picked")} className="flex flex-col gap-1">
          {ids.map((id) => {
            const product = picked.find((one) => one.id === id);
            const name = product?.name ?? "";
            return (
              <li key={id} className="flex items-center gap-2 text-sm">
                <span className="min-w-0 flex-1 truncate">
                  {product ? (
                    <UserText>{name}</UserText>
                  ) : choices.isSuccess ? (
                    <span className="text-warn-ink">{t("notShowable")}</span>
                  ) : (
                    "…"
                  )}
                </span>
                <IconButton
                  icon={X}
                  size="small"
                  label={t("unpick", { name })}
                  onClick={() => onChange(ids.filter((one) => one !== id))}
                />
              </li>
            );
          })}
        </ol>
      ) : null}
      {ids.length < MAX_PRODUCTS ? (
        <Field label={t("pick")} hint={t(hasImage ? "pickHintImage" : "pickHint")}>
          <Combobox
            options={offered.map(({ id, name, sku }) => ({ value: id, label: `${name} · ${sku}` }))}
            value={null}
            onValueChange={(id) => {
              if (id) onChange([...ids, id]);
            }}
            onSearch={setTyped}
            isSearching={choices.isFetching}
            isUserData
          />
        </Field>
      ) : null}
    </>
  );
}
