"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { cn } from "@/app/_ui/cn";
import type { LetterBlock } from "@/server/content/schemas";
import { COLUMN_SHARES, toneOn } from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { BlockFrame } from "./block-frame";
import { Gap } from "./drag";
import { ImageView } from "./image-view";
import { ProductView } from "./product-view";
import { ButtonView, HeadingView, TextView } from "./text-views";

/** A part as it will look, written in place. */
function BlockView({ block }: { block: LetterBlock }) {
  const { look } = useLetter();
  switch (block.type) {
    case "heading":
      return <HeadingView block={block} />;
    case "text":
      return <TextView block={block} />;
    case "button":
      return <ButtonView block={block} />;
    case "image":
      return <ImageView block={block} />;
    case "product":
      return <ProductView block={block} />;
    case "divider":
      return <hr className="mt-2 mb-6 border-[#e2e6eb] border-t" />;
    case "spacer":
      return <div style={{ height: block.height }} />;
    case "columns": {
      const shares = COLUMN_SHARES[block.ratio].map((share) => `minmax(0,${share}fr)`).join(" ");
      return (
        <div
          className={cn(
            "grid gap-4",
            block.isStacked ? "sm:grid-cols-(--shares)" : "grid-cols-(--shares)",
          )}
          style={{ ["--shares" as string]: shares }}
        >
          {block.columns.map((column) => (
            <div key={column.id} className="min-w-0">
              <BlockList parent={column.id} blocks={column.blocks} />
            </div>
          ))}
        </div>
      );
    }
    case "section": {
      const { ink, link } = toneOn(block.background, look.colours.link);
      return (
        <div
          className="-mx-5 px-5 sm:-mx-8 sm:px-8"
          style={{
            backgroundColor: block.background,
            color: ink,
            paddingBlock: Math.max(block.padding, 8),
            ["--letter-link" as string]: link,
            ["--letter-placeholder" as string]: ink,
          }}
        >
          <BlockList parent={block.id} blocks={block.blocks} />
        </div>
      );
    }
    default: {
      const never: never = block;
      return never;
    }
  }
}

interface BlockListProps {
  parent: string | null;
  blocks: readonly LetterBlock[];
}

/** Parts below each other, with the places between them. */
export function BlockList({ parent, blocks }: BlockListProps) {
  const t = useTranslations("letter");
  const { askInsert, isReadOnly } = useLetter();
  return (
    <>
      {blocks.map((block, index) => (
        <Fragment key={block.id}>
          <Gap place={{ parent, index }} />
          <BlockFrame block={block}>
            <BlockView block={block} />
          </BlockFrame>
        </Fragment>
      ))}
      <Gap place={{ parent, index: blocks.length }} isLast />
      {blocks.length === 0 && !isReadOnly ? (
        <button
          type="button"
          className="flex min-h-16 w-full items-center justify-center gap-1.5 rounded-md border border-current border-dashed font-sans text-sm opacity-80"
          onClick={(event) =>
            askInsert({ anchor: event.currentTarget, place: { parent, index: 0 } })
          }
        >
          <Plus aria-hidden className="size-4" />
          {t("add")}
        </button>
      ) : null}
    </>
  );
}
