"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Package } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/client";
import { cn } from "@/app/_ui/cn";
import { UserText } from "@/app/_ui/user-text";
import type { LetterProduct } from "@/server/content";
import type { BlockOf } from "@/server/content/schemas";
import { useLetter } from "../letter-context";

/**
 * Places for products, filled with those that would stand there now. What each person gets is
 * decided when their mail is sent.
 */
export function ProductView({ block }: { block: BlockOf<"product"> }) {
  const t = useTranslations("letter.product");
  const trpc = useTRPC();
  const { source, count, hasImage } = block;
  const sample = useQuery({
    ...trpc.letters.productSample.queryOptions({ source, count, hasImage }),
    enabled: source.kind !== "bought",
    placeholderData: keepPreviousData,
  });
  const products = source.kind === "bought" ? [] : (sample.data ?? []);
  const places = Array.from({ length: count }, (_, at) => at);
  const isShort = source.kind !== "bought" && sample.isSuccess && products.length < count;
  return (
    <div className="pb-4">
      <p className="mb-2 font-sans text-sm">
        {t(source.kind)}
        {isShort ? ` · ${t("found", { found: products.length, count })}` : ""}
      </p>
      <div
        className="grid gap-4"
        style={{ gridTemplateColumns: `repeat(${block.perRow}, minmax(0, 1fr))` }}
      >
        {places.map((at) => (
          <Place key={at} block={block} number={at + 1} product={products[at]} />
        ))}
      </div>
    </div>
  );
}

interface PlaceProps {
  block: BlockOf<"product">;
  number: number;
  product: LetterProduct | undefined;
}

/** One product as the mail draws it, or what stands for one. */
function Place({ block, number, product }: PlaceProps) {
  const t = useTranslations("letter.product");
  const { look } = useLetter();
  const { hasImage, hasPrice, buttonLabel } = block;
  const hasPage = !product || product.url !== null;
  return (
    <div>
      {hasImage ? <Picture src={product?.image ?? null} /> : null}
      <p className={cn("break-words font-bold text-[15px]", hasImage ? "mt-3" : "mt-1")}>
        {product ? (
          <UserText className={cn(!hasImage && hasPage && "underline")}>{product.name}</UserText>
        ) : (
          t("name", { number })
        )}
      </p>
      {hasPrice ? (
        <p className="text-[15px]">{product ? <UserText>{product.price}</UserText> : t("price")}</p>
      ) : null}
      {buttonLabel && hasPage ? (
        <span
          translate="no"
          className="mt-2 inline-block rounded-md px-4 py-2 font-semibold text-sm"
          style={{ backgroundColor: look.colours.brand, color: look.colours.onBrand }}
        >
          {buttonLabel}
        </span>
      ) : null}
    </div>
  );
}

function Picture({ src }: { src: string | null }) {
  // biome-ignore lint/performance/noImgElement: drawn as in the mail, from the same address.
  if (src) return <img src={src} alt="" className="w-full" />;
  return (
    <div className="flex aspect-square items-center justify-center bg-[#eef0f3] text-[#4f5968]">
      <Package aria-hidden className="size-8" />
    </div>
  );
}
