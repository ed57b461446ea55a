import { allBlocks, type Inline, type LetterDocument } from "@/server/content/schemas";

function inlinesOf({ subject, preheader, blocks }: LetterDocument): Inline[] {
  const inside = allBlocks(blocks).flatMap((block): Inline[] => {
    if (block.type === "heading") return block.text;
    if (block.type === "button") return block.label;
    return block.type === "text" ? block.paragraphs.flatMap((one) => one.inlines) : [];
  });
  return [...subject, ...preheader, ...inside];
}

/** People's data that a letter prints without a fallback, once each. */
export function bareTags(document: LetterDocument): string[] {
  const bare = inlinesOf(document).flatMap((inline) =>
    inline.type === "tag" && inline.fallback.trim() === "" && inline.variable.startsWith("contact.")
      ? [inline.variable]
      : [],
  );
  return [...new Set(bare)].sort();
}
