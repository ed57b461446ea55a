"use client";

import { useTranslations } from "next-intl";
import type { LetterDocument } from "@/server/content/schemas";
import { listsOf } from "./tree";
import type { Notice } from "./use-document";

/** Says what happened: "Heading moved to column, position 2 of 3". */
export function Announcer({
  notice,
  document,
}: {
  notice: Notice | null;
  document: LetterDocument;
}) {
  const t = useTranslations("letter");
  const list = listsOf(document).find((one) => one.id === (notice?.place?.parent ?? null));
  return (
    <p role="status" className="sr-only" data-notice={notice?.serial}>
      {notice
        ? t(`notice.${notice.kind}`, {
            name: notice.type ? t(`blocks.${notice.type}`) : "",
            list: t(`lists.${list?.kind ?? "letter"}`),
            position: (notice.place?.index ?? 0) + 1,
            count: list?.blocks.length ?? 0,
          })
        : ""}
    </p>
  );
}
