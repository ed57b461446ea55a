import { useTranslations } from "next-intl";

/** What a letter looks like in an inbox: the one sample of the empty list. */
export function SampleLetter() {
  const t = useTranslations("campaigns.empty.sample");
  return (
    <figure className="rounded-md border bg-surface px-4 py-3">
      <div className="flex gap-3">
        <span aria-hidden className="size-8 shrink-0 rounded-full bg-accent-soft" />
        <div className="min-w-0">
          <p className="truncate font-semibold">{t("subject")}</p>
          <p className="truncate text-ink-muted">{t("preheader")}</p>
        </div>
      </div>
      <figcaption className="mt-3 text-ink-muted text-xs">{t("caption")}</figcaption>
    </figure>
  );
}
