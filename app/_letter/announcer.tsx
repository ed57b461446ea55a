"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { toast } from "@/app/_ui/toast";
import { useLetter } from "./letter-context";
import { listsOf } from "./tree";

/**
 * Says what happened: "Heading moved to column, position 2 of 3". What somebody may not have meant
 * is also shown, with the way back.
 */
export function Announcer() {
  const t = useTranslations("letter");
  const { letter } = useLetter();
  const { notice, document, undo } = letter;
  const list = listsOf(document).find((one) => one.id === (notice?.place?.parent ?? null));
  const words = notice
    ? t(`notice.${notice.kind}`, {
        name: notice.type ? t(`blocks.${notice.type}`) : "",
        list: t(`lists.${list?.kind ?? "letter"}`),
        position: (notice.place?.index ?? 0) + 1,
        count: list?.blocks.length ?? 0,
      })
    : "";
  const isToast = notice?.kind === "removed" || notice?.kind === "full";
  const shown = useRef(notice);
  const latest = useRef(document);
  latest.current = document;
  useEffect(() => {
    if (!notice || shown.current === notice) return;
    shown.current = notice;
    if (notice.kind === "full") toast.message(words);
    if (notice.kind !== "removed") return;
    const onSelect = () => {
      // Whoever wrote on meanwhile would lose that instead.
      if (latest.current === document) undo();
    };
    toast.message(words, { action: { label: t("tools.undo"), onSelect } });
  }, [notice, words, document, undo, t]);
  return (
    <p role="status" className="sr-only" data-notice={notice?.serial}>
      {isToast ? "" : words}
    </p>
  );
}
